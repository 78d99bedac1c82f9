import { quote } from './quote'

/** Print what a URL holds, for a query: small texts only. Pure. Exit code 69 when the host has neither curl nor wget. */
export const buildDownloadQuery = (url: string): string => `
lm_url=${quote(url)}
if command -v curl >/dev/null 2>&1; then curl -gfsSL --max-time 8 -- "$lm_url"
elif command -v wget >/dev/null 2>&1; then wget -q -T 8 -O - -- "$lm_url"
elif command -v busybox >/dev/null 2>&1; then busybox wget -q -T 8 -O - "$lm_url"
else exit 69
fi`
