/** A program that keeps the machine awake until its input ends. */
export type AwakeCommand = { readonly file: string; readonly args: readonly string[] }

/** Display may go dark; only the machine must not sleep: `ES_CONTINUOUS | ES_SYSTEM_REQUIRED`. */
const windowsScript = [
  `$type = Add-Type -PassThru -Namespace Lastmile -Name Power -MemberDefinition '[DllImport("kernel32.dll")] public static extern uint SetThreadExecutionState(uint flags);'`,
  `if ($type::SetThreadExecutionState([uint32]'0x80000001') -eq 0) { exit 1 }`,
  '[Console]::In.ReadToEnd() | Out-Null',
].join('; ')

/** How a platform is asked not to sleep; undefined where nobody has told this program. Pure. */
export function awakeCommand(platform: NodeJS.Platform): AwakeCommand | undefined {
  switch (platform) {
    case 'linux': {
      const what = ['--what=idle:sleep:handle-lid-switch', '--who=Lastmile', '--why=Hosts are on their way']
      return { file: 'systemd-inhibit', args: [...what, '--mode=block', 'cat'] }
    }
    case 'darwin':
      return { file: 'caffeinate', args: ['-i', '-s', 'cat'] }
    case 'win32':
      return { file: 'powershell.exe', args: ['-NoProfile', '-NonInteractive', '-Command', windowsScript] }
    default:
      return undefined
  }
}
