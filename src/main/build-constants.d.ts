/** The version in package.json, put in by the build. */
declare const __LASTMILE_VERSION__: string
