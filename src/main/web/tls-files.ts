import { X509Certificate } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { isIP } from 'node:net'
import { createSecureContext } from 'node:tls'
import { AppError } from '../../shared/errors/app-error'

/** A certificate and its key, and the names they are good for. */
export type TlsFiles = {
  readonly cert: Buffer
  readonly key: Buffer
  /** Whether the certificate covers a name; what it does not cover, no browser accepts here. */
  readonly isOurName: (address: string) => (name: string) => boolean
  /** The name to print: the address that is listened on, or, when that is all of them, the first of the certificate. */
  readonly mainName: (address: string) => string
}

/**
 * Read the files for TLS.
 * @throws AppError `web.tls-unusable`
 */
export function readTlsFiles(certFile: string, keyFile: string): TlsFiles {
  try {
    const cert = readFileSync(certFile)
    const key = readFileSync(keyFile)
    createSecureContext({ cert, key })
    const certificate = new X509Certificate(cert)
    const covers = (name: string) =>
      (isIP(name) === 0 ? certificate.checkHost(name) : certificate.checkIP(name)) !== undefined
    return {
      cert,
      key,
      isOurName: (address) => (name) => name === address || covers(name),
      mainName: (address) =>
        isAnyAddress(address) || !covers(address) ? (firstName(certificate) ?? address) : address,
    }
  } catch (error) {
    // OpenSSL names what is wrong and never quotes the key
    const reason = error instanceof Error ? ('code' in error ? String(error.code) : error.message) : String(error)
    throw new AppError('web.tls-unusable', { details: { cert: certFile, key: keyFile, reason }, cause: error })
  }
}

const isAnyAddress = (address: string): boolean => address === '0.0.0.0' || address === '::'

function firstName({ subjectAltName = '' }: X509Certificate): string | undefined {
  const names = subjectAltName.split(', ').map((entry) => entry.replace(/^(DNS|IP Address):/, ''))
  return names.find((name) => name !== '' && !name.includes('*') && !name.includes(':'))
}
