import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import './ui/styles.css'
import { followPushes } from './api/queries'
import { App } from './app/app'
import { followDesktopWishes } from './app/desktop-wishes'
import { installTileImages } from './features/launch/tile-image'
import { startI18n } from './locales/i18n'
import { followAppearance } from './stores/appearance-store'

followAppearance()
installTileImages()
followPushes()
followDesktopWishes()
await startI18n()
const root = document.getElementById('root')
if (root) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  )
}
