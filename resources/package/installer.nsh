; Added to the installer: what Windows opens with Lastmile. For this user only, and nothing that was there is replaced.
!macro customInstall
  WriteRegStr SHCTX "Software\Classes\lastmile" "" "URL:Lastmile rollout"
  WriteRegStr SHCTX "Software\Classes\lastmile" "URL Protocol" ""
  WriteRegStr SHCTX "Software\Classes\lastmile\shell\open\command" "" '"$INSTDIR\Lastmile.exe" "%1"'
  WriteRegStr SHCTX "Software\Classes\Lastmile.Process" "" "Launch process"
  WriteRegStr SHCTX "Software\Classes\Lastmile.Process\shell\open\command" "" '"$INSTDIR\Lastmile.exe" "%1"'
  WriteRegStr SHCTX "Software\Classes\.yml\OpenWithProgids" "Lastmile.Process" ""
  WriteRegStr SHCTX "Software\Classes\.yaml\OpenWithProgids" "Lastmile.Process" ""
  ; the desktop reads associations again
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
!macroend

!macro customUnInstall
  DeleteRegKey SHCTX "Software\Classes\lastmile"
  DeleteRegKey SHCTX "Software\Classes\Lastmile.Process"
  DeleteRegValue SHCTX "Software\Classes\.yml\OpenWithProgids" "Lastmile.Process"
  DeleteRegValue SHCTX "Software\Classes\.yaml\OpenWithProgids" "Lastmile.Process"
  ; the desktop reads associations again
  System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
!macroend
