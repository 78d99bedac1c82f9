import { z } from 'zod'
import { wireError } from '../shapes'

// without defaults: a part that is not saved must stay as it is
const liking = z.strictObject({
  theme: z.enum(['dark', 'light', 'system']),
  density: z.enum(['comfortable', 'compact']),
  language: z.enum(['en', 'zh-CN']).optional(),
  /** Who acts at this console, unless said otherwise. */
  person: z.string().max(200).optional(),
  /** Logs that are older or more are removed each day; see `retention.ts` for what holds when nothing is said. */
  logKeepDays: z.int().min(1).max(36_500).optional(),
  logMaxBytes: z.int().min(1_048_576).optional(),
})

/** What a person likes; kept in the data folder, the same behind every door. */
export const preferences = liking.extend({
  theme: liking.shape.theme.default('system'),
  density: liking.shape.density.default('comfortable'),
})
export type Preferences = z.output<typeof preferences>

/** Whom a passphrase (key files) or a password (accounts) belongs to. */
const secretOwners = { keys: z.array(z.string()), accounts: z.array(z.string()) }

/** Something SSH wants to know from a person; until it is answered the connection waits. */
export const question = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('host-key'),
    question: z.string(),
    host: z.string(),
    keyType: z.string(),
    fingerprint: z.string(),
    askedAtMs: z.number(),
  }),
  /** A passphrase, password or one-time code; the answer is kept in memory only, unless it is given with `keep`. */
  z.strictObject({
    kind: z.literal('secret'),
    question: z.string(),
    text: z.string(),
    /** `ready`: it can be kept in the keychain of this computer; or why it cannot. Left out where that is not offered. */
    keychain: z.enum(['ready', 'no-keyring', 'locked']).optional(),
    askedAtMs: z.number(),
  }),
])
export type WireQuestion = z.output<typeof question>

/** A part of the console that cannot do its work right now, with the error of the catalogue that says why. */
export const trouble = z.strictObject({
  part: z.enum(['journal', 'logs', 'backup', 'restored', 'clock', 'secrets', 'keychain']),
  code: z.string(),
  message: z.string(),
  details: z.record(z.string(), z.unknown()),
  sinceMs: z.number(),
})
export type WireTrouble = z.output<typeof trouble>

const backup = z.strictObject({ file: z.string(), sizeBytes: z.int(), createdAtMs: z.number() })

/** The demo fleet inside this console. `starting` tells how many of its hosts are up. */
export const demoStatus = z.strictObject({
  state: z.enum(['unavailable', 'off', 'starting', 'running']),
  app: z.string(),
  environment: z.string(),
  installedVersion: z.string(),
  newVersion: z.string(),
  hosts: z.int(),
  startedHosts: z.int(),
  /** Faults that were asked for, `web-07:verify`. */
  fail: z.array(z.string()),
  problem: z.string().optional(),
})
export type DemoStatus = z.output<typeof demoStatus>

/** Requests about this console itself. */
export const consoleRequests = {
  'console:info': {
    input: z.strictObject({}),
    output: z.strictObject({
      pid: z.int(),
      version: z.string(),
      dataFolder: z.string(),
      /** The account the console runs as: who acts, unless somebody says another name. */
      user: z.string(),
      /** How this machine calls itself; others may know it by another name. */
      host: z.string().optional(),
      startedAtMs: z.number(),
      platform: z.string(),
    }),
  },
  /** Is this machine kept awake while hosts are on their way? `detail`: the tool that is missing, or what it said. */
  'console:awake': {
    input: z.strictObject({}),
    output: z.discriminatedUnion('isKept', [
      z.strictObject({ isKept: z.literal(true) }),
      z.strictObject({ isKept: z.literal(false), because: z.enum(['no-tool', 'refused']), detail: z.string() }),
    ]),
  },
  'console:storage': {
    input: z.strictObject({}),
    output: z.strictObject({
      dataFolder: z.string(),
      databaseBytes: z.int(),
      logsBytes: z.int(),
      rollouts: z.int(),
      freeBytes: z.number(),
      backups: z.array(backup),
      /** Why they could not be listed, with the error of the catalogue. */
      backupsProblem: wireError.optional(),
    }),
  },
  /** Copy the inventory, the journal and the settings into `backups/`, while everything goes on. */
  'backup:make': { input: z.strictObject({}), output: backup },
  'preferences:read': { input: z.strictObject({}), output: preferences },
  'preferences:save': { input: liking.partial(), output: preferences },
  /** Private keys of ~/.ssh and those the agent holds. */
  'identity:list': {
    input: z.strictObject({}),
    output: z.strictObject({
      keys: z.array(
        z.strictObject({
          file: z.string(),
          keyType: z.string(),
          fingerprint: z.string().optional(),
          comment: z.string().optional(),
          isEncrypted: z.boolean(),
          isInAgent: z.boolean(),
          problem: z.string().optional(),
        }),
      ),
      agent: z.strictObject({
        isRunning: z.boolean(),
        keys: z.array(z.strictObject({ keyType: z.string(), fingerprint: z.string(), comment: z.string() })),
        problem: z.string().optional(),
      }),
      /** Files and account names whose passphrase or password was given: kept in memory, and in the keychain of this computer. */
      remembered: z.strictObject({ ...secretOwners, inKeychain: z.strictObject(secretOwners) }),
    }),
  },
  /** Forget the passphrases and passwords that were given, in memory and in the keychain; the next login asks again. */
  'identity:forget': { input: z.strictObject({}), output: z.strictObject({}) },
  /** The lines of the known_hosts files that are read; only the data folder's own may be edited here. */
  'known-host:list': {
    input: z.strictObject({}),
    output: z.array(
      z.strictObject({
        file: z.string(),
        line: z.int(),
        isOwn: z.boolean(),
        hosts: z.string(),
        isHashed: z.boolean(),
        marker: z.enum(['revoked', 'cert-authority']).optional(),
        keyType: z.string(),
        fingerprint: z.string(),
      }),
    ),
  },
  /** `fingerprint` guards against a file that changed since it was listed. */
  'known-host:remove': {
    input: z.strictObject({ line: z.int(), fingerprint: z.string() }),
    output: z.strictObject({}),
  },
  /** What keeps parts of this console from their work right now; empty when all is well. */
  'trouble:list': { input: z.strictObject({}), output: z.array(trouble) },
  'question:list': { input: z.strictObject({}), output: z.array(question) },
  /**
   * `accept`: `yes` this key, `all` every further first key of this session, `no`. `secret` left out declines. `keep`: in the
   * keychain of this computer as well, once it has proved to be right; means nothing where the question offers none.
   */
  'question:answer': {
    input: z.strictObject({
      question: z.string(),
      accept: z.enum(['yes', 'no', 'all']).optional(),
      secret: z.string().optional(),
      keep: z.boolean().optional(),
    }),
    output: z.strictObject({}),
  },
  'demo:status': { input: z.strictObject({}), output: demoStatus },
  /** Start the embedded fleet and describe it to this console; replies when it has begun to start. */
  'demo:start': {
    input: z.strictObject({ hosts: z.int().min(3).max(500).default(12), fail: z.array(z.string()).default([]) }),
    output: demoStatus,
  },
  'demo:stop': { input: z.strictObject({}), output: demoStatus },
  /** A fresh address with a one-time token, where the console is served to browsers. */
  'web:link': { input: z.strictObject({}), output: z.strictObject({ url: z.string() }) },
} as const
