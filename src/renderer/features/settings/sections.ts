import {
  Database,
  FlaskConical,
  Info,
  KeyRound,
  Package,
  Palette,
  ShieldCheck,
  UserRound,
  type LucideIcon,
} from 'lucide-react'

/** Parts of the settings, by their place in the address, in the order people look for them. */
export const sections = ['you', 'appearance', 'identities', 'known-hosts', 'data', 'apps', 'demo', 'about'] as const
export type Section = (typeof sections)[number]

export const sectionIcons: Readonly<Record<Section, LucideIcon>> = {
  you: UserRound,
  appearance: Palette,
  identities: KeyRound,
  'known-hosts': ShieldCheck,
  data: Database,
  apps: Package,
  demo: FlaskConical,
  about: Info,
}

/** The section an address names; the first one for any other. Pure. */
export const sectionOf = (name: string | undefined): Section =>
  sections.find((section) => section === name) ?? sections[0]
