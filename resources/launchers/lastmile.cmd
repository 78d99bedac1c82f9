@echo off
rem `lastmile` in a terminal: the command line inside the installed application. Put this folder into the PATH.
rem Without "--", Electron does not start when a word follows one like "host:22", and Chromium takes options for its own.
"%~dp0..\..\Lastmile.exe" --cli -- %*
