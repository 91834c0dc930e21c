@echo off
rem Keeps a kiosk of Mot Cua on the touchscreen of a Windows PC. Put a shortcut to it into shell:startup.
rem   kiosk.cmd http://192.168.1.10:8080            kiosk.cmd http://192.168.1.10:8080 12345678
setlocal
rem Gestures from the edge of the glass would show the desktop (needs an administrator once).
reg add "HKLM\SOFTWARE\Policies\Microsoft\Windows\EdgeUI" /v AllowEdgeSwipe /t REG_DWORD /d 0 /f >nul 2>&1
if "%~1"=="" (echo kiosk.cmd http://DIA-CHI-MAY-CHU:8080 [ma-ghep] & exit /b 2)
set SERVER=%~1
set TARGET=%SERVER%/kiosk/
if not "%~2"=="" set TARGET=%SERVER%/pair?code=%~2
set WAITING=%~dp0waiting.html
set WAITING=%WAITING:\=/%
powercfg /change monitor-timeout-ac 0
powercfg /change standby-timeout-ac 0
for %%B in ("%ProgramFiles%\Google\Chrome\Application\chrome.exe" "%ProgramFiles(x86)%\Google\Chrome\Application\chrome.exe" "%ProgramFiles(x86)%\Microsoft\Edge\Application\msedge.exe" "%ProgramFiles%\Microsoft\Edge\Application\msedge.exe") do if exist %%B set BROWSER=%%~B
if not defined BROWSER (echo Chua co Google Chrome hoac Microsoft Edge. & exit /b 2)
:again
start "" /wait "%BROWSER%" --kiosk --edge-kiosk-type=fullscreen --user-data-dir="%LOCALAPPDATA%\mot-cua-kiosk" --autoplay-policy=no-user-gesture-required --no-first-run --no-default-browser-check --noerrdialogs --disable-session-crashed-bubble --disable-features=Translate,TouchpadOverscrollHistoryNavigation --touch-events=enabled --disable-pinch --overscroll-history-navigation=0 --unsafely-treat-insecure-origin-as-secure=%SERVER% --disable-background-timer-throttling --disable-renderer-backgrounding --disable-backgrounding-occluded-windows "file:///%WAITING%#%TARGET%"
set TARGET=%SERVER%/kiosk/
timeout /t 2 /nobreak >nul
goto again
