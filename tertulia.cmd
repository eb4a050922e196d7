@echo off
rem Starts Tertulia on this machine: finds a JDK 25, builds on the first start, runs everything in one
rem process. There is no Redis for Windows to embed: set TERTULIA_REDIS_URL to have presence.
rem Build again after a change with: tertulia.cmd --build
setlocal EnableDelayedExpansion
set "ROOT=%~dp0"
set "TARGET=%ROOT%standalone\target"
set "ONLY_BUILD="

:options
if "%~1"=="" goto ready
if "%~1"=="--help" goto help
if "%~1"=="-h" goto help
if "%~1"=="--version" goto version
if "%~1"=="--build" (set "ONLY_BUILD=1" & shift & goto options)
if "%~1"=="--port" (set "TERTULIA_PORT=%~2" & shift & shift & goto options)
if "%~1"=="--host" (set "TERTULIA_HOST=%~2" & shift & shift & goto options)
if "%~1"=="--data" (set "TERTULIA_DATA=%~2" & shift & shift & goto options)
echo Tertulia: unknown option %~1; tertulia.cmd --help lists all 1>&2
exit /b 1

:help
echo Usage: tertulia.cmd [--port number] [--host address] [--data folder] [--build] [--version] [--help]
echo Settings are environment variables; every one, with its default, is in .env.example:
echo.
type "%ROOT%.env.example"
exit /b 0

:version
for /f "tokens=3 delims=<>" %%v in ('findstr /r /c:"^  <version>" "%ROOT%pom.xml"') do (echo Tertulia %%v & exit /b 0)
exit /b 0

:ready
set "JDK="
call :tryjdk "%TERTULIA_JAVA_HOME%"
call :tryjdk "%JAVA_HOME%"
for /d %%j in ("%ProgramFiles%\Eclipse Adoptium\jdk-25*" "%ProgramFiles%\Java\jdk-25*" "%ProgramFiles%\Zulu\zulu-25*" "%ProgramFiles%\Microsoft\jdk-25*") do call :tryjdk "%%~j"
if not defined JDK (
  echo Tertulia needs a JDK 25: install one ^(for example Temurin 25^) or set TERTULIA_JAVA_HOME to its folder. 1>&2
  exit /b 1
)
if defined ONLY_BUILD goto build
if exist "%TARGET%\lib" if exist "%TARGET%\standalone-*.jar" goto run

:build
echo Tertulia: building, which on the first time downloads what it is made of ...
set "JAVA_HOME=%JDK%"
call "%ROOT%mvnw.cmd" -q -B -ntp -T 1C -Pquick -f "%ROOT%pom.xml" -pl shared,embedded,auth-service,room-service,history-service,web-ui,gateway,standalone package
if errorlevel 1 (
  echo Tertulia: the build failed 1>&2
  exit /b 1
)
if defined ONLY_BUILD exit /b 0

:run
for %%j in ("%TARGET%\standalone-*.jar") do set "JAR=%%~j"
"%JDK%\bin\java" -XX:+UseCompactObjectHeaders -XX:+ExitOnOutOfMemoryError --sun-misc-unsafe-memory-access=allow %TERTULIA_JAVA_OPTS% -jar "!JAR!"
exit /b %errorlevel%

:tryjdk
if defined JDK exit /b 0
if "%~1"=="" exit /b 0
if not exist "%~1\bin\javac.exe" exit /b 0
findstr /r /c:"^JAVA_VERSION=.25[.\"]" "%~1\release" >nul 2>&1 && set "JDK=%~1"
exit /b 0
