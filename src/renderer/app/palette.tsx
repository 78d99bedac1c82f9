import { Command } from 'cmdk'
import { useState } from 'react'
import { useHotkeys } from 'react-hotkeys-hook'
import { useTranslation } from 'react-i18next'
import { create } from 'zustand'
import { Kbd } from '../ui/kbd'
import { useAllCommands } from './commands'

const usePalette = create<{ readonly isOpen: boolean }>(() => ({ isOpen: false }))
export const openPalette = (): void => usePalette.setState({ isOpen: true })

/** Ctrl+K: everything that can be done here, found by typing. */
export function Palette() {
  const { t } = useTranslation('app')
  const isOpen = usePalette(({ isOpen: open }) => open)
  const setOpen = (open: boolean) => usePalette.setState({ isOpen: open })
  const [text, setText] = useState('')
  const commands = useAllCommands()
  useHotkeys('mod+k', () => setOpen(!isOpen), { preventDefault: true, enableOnFormTags: true }, [isOpen])
  const groups = [...new Set(commands.map(({ group }) => group))]
  return (
    <Command.Dialog
      open={isOpen}
      onOpenChange={(open) => {
        setOpen(open)
        setText('')
      }}
      label={t('palette.label')}
      loop
      overlayClassName="fixed inset-0 z-40 bg-black/55"
      contentClassName="animate-appear fixed top-[14vh] left-1/2 z-50 w-[min(38rem,calc(100vw-2rem))] -translate-x-1/2 overflow-hidden rounded-lg border border-line-strong bg-raised shadow-float"
    >
      <Command.Input
        value={text}
        onValueChange={setText}
        placeholder={t('palette.placeholder')}
        className="h-12 w-full border-b border-line bg-transparent px-4 text-base outline-none placeholder:text-faint"
      />
      <Command.List className="max-h-96 overflow-y-auto p-1.5">
        <Command.Empty className="px-3 py-6 text-center text-sm text-muted">{t('palette.empty')}</Command.Empty>
        {groups.map((group) => (
          <Command.Group
            key={group}
            heading={group}
            className="[&_[cmdk-group-heading]]:px-2.5 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-2xs [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-faint"
          >
            {commands
              .filter((command) => command.group === group)
              .map(({ id, label, icon: Icon, keys, words, run }) => (
                <Command.Item
                  key={id}
                  value={`${label} ${words ?? ''} ${id}`}
                  onSelect={() => {
                    setOpen(false)
                    setText('')
                    run()
                  }}
                  className="flex h-9 items-center gap-2.5 rounded-md px-2.5 text-sm data-[selected=true]:bg-hover"
                >
                  {Icon ? <Icon aria-hidden size={15} className="text-muted" /> : <span className="w-4" />}
                  <span className="min-w-0 truncate">{label}</span>
                  {keys ? <Kbd className="ml-auto">{keys}</Kbd> : null}
                </Command.Item>
              ))}
          </Command.Group>
        ))}
      </Command.List>
    </Command.Dialog>
  )
}
