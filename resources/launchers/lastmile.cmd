@echo off
rem `lastmile` in a terminal: the command line inside the installed application. Put this folder into the PATH.
"%~dp0..\..\Lastmile.exe" --cli %*
