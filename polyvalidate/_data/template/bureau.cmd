@echo off
rem Ouvre le bureau de l'ecole dans le navigateur. Double-cliquez ce fichier.
rem Opens the school's desk in the browser. Double-click this file.
rem La premiere fois, le programme que ce depot garde est installe dans un dossier de votre compte, et rien d'autre.
rem The first time, the program that this repository keeps is installed in a folder of your account, and nothing else.
setlocal
cd /d "%~dp0"
set "needs="
for %%f in (.github .gitlab .forgejo .polyvalidate) do if exist "%%f\requirements-desk.txt" set "needs=%%f\requirements-desk.txt"
if not defined needs (
  echo Ce depot ne garde pas le bureau : lancez polyvalidate upgrade.
  echo This repository does not keep the desk: run polyvalidate upgrade.
  goto stopped
)
set "sum="
for /f "skip=1 delims=" %%h in ('certutil -hashfile "%needs%" SHA256') do if not defined sum set "sum=%%h"
set "place=%LOCALAPPDATA%\polyvalidate\%sum:~0,16%"
if exist "%place%\ready" goto open
echo Premiere ouverture : le programme est installe, une a deux minutes...
echo First opening: the program is being installed, one or two minutes...
if exist "%place%" rmdir /s /q "%place%"
py -3 -c "import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))" >nul 2>&1
if errorlevel 1 goto with_uv
py -3 -m venv "%place%" || goto failed
"%place%\Scripts\python.exe" -P -m pip install --quiet --disable-pip-version-check --require-hashes --requirement "%needs%" || goto failed
goto ready
:with_uv
where uv >nul 2>&1
if errorlevel 1 (
  echo Il manque Python 3.11 ou plus recent, de python.org, ou uv.
  echo Python 3.11 or later is missing, from python.org, or uv.
  goto stopped
)
uv venv --quiet --python ">=3.11" "%place%" || goto failed
uv pip install --quiet --python "%place%\Scripts\python.exe" --require-hashes --requirement "%needs%" || goto failed
:ready
type nul > "%place%\ready"
:open
"%place%\Scripts\python.exe" -P -m polyvalidate desk --repo "%~dp0." %*
if not errorlevel 1 exit /b 0
echo Le bureau s'est arrete. The desk has stopped.
goto stopped
:failed
echo L'installation n'a pas abouti : lisez ce qui precede. Rien d'autre n'a ete touche.
echo The installation did not end: read what stands above. Nothing else was touched.
:stopped
pause
exit /b 1
