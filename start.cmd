@echo off
rem Starts Keepsake with a double click.
cd /d "%~dp0"
where node >nul 2>nul
if errorlevel 1 (
  echo Keepsake needs Node.js 20.19 or newer: https://nodejs.org
  pause
  exit /b 1
)
call npm start
pause
