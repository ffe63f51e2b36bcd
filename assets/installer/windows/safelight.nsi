; The installer for Windows: for one user, without an administrator. NSIS 3.08 or newer; scripts/packaging/windows.py calls it with
;   VERSION      0.5.0          VERSION_FOUR   0.5.0.0
;   BUNDLE       the folder that PyInstaller made
;   ICON         safelight.ico
;   PICTURE      what the first and the last page show beside their text, a BMP
;   LISTS        a folder with pictures.nsh (what the engine reads) and files.nsh (what the bundle holds)
;   OUTPUT       the installer
;   SIGN         a command that signs the file it is given (optional)
;   TARGET       x86-unicode where nothing is said; the check under Wine takes amd64-unicode
;
; Silent:   setup.exe /S [/DESKTOP=0|1] [/MENU=0|1] [/PATH=0|1] [/D=C:\folder without quotes, last]
;           uninstall.exe /S [/SETTINGS=1]
; Exit codes: 0 done, 1 cancelled, 2 failed, 3 Safelight is running, 4 this Windows is too old or has no 64 bits.

Unicode true
!ifdef TARGET
    Target ${TARGET}
!endif
RequestExecutionLevel user
ManifestDPIAware true
ManifestLongPathAware true
ManifestSupportedOS Win10
SetCompressor /SOLID lzma
CRCCheck force
AllowSkipFiles off

!include MUI2.nsh
!include FileFunc.nsh
!include LogicLib.nsh
!include Sections.nsh
!include WinMessages.nsh
!include WinVer.nsh
!include x64.nsh

!define WINDOW "Safelight-window.exe"
!define COMMAND "safelight.exe"
!define CLASSES "Software\Classes"
!define CURRENT "Software\Microsoft\Windows\CurrentVersion"
!define UNINSTALL "${CURRENT}\Uninstall\Safelight"
!define EXIT_FAILED 2
!define EXIT_RUNNING 3
!define EXIT_UNFIT 4
!define OLDEST_BUILD 17763 ; Windows 10 1809, the oldest that Qt 6 runs on

Name "Safelight"
OutFile "${OUTPUT}"
BrandingText "Safelight ${VERSION}"
InstallDir "$LOCALAPPDATA\Programs\Safelight"
InstallDirRegKey HKCU "${UNINSTALL}" "InstallLocation"
ShowInstDetails nevershow
ShowUninstDetails nevershow

Var OldFolder ; where an earlier version lies; empty where there is none
Var Update    ; 1 in an uninstaller that a newer installer has called: shortcuts stay, so that what is pinned stays pinned

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_RUN "$INSTDIR\${WINDOW}"
!define MUI_WELCOMEFINISHPAGE_BITMAP "${PICTURE}"
!define MUI_WELCOMEPAGE_TEXT "$(WELCOME)"
!define MUI_COMPONENTSPAGE_SMALLDESC
!insertmacro MUI_PAGE_WELCOME
!insertmacro MUI_PAGE_COMPONENTS
!define MUI_PAGE_CUSTOMFUNCTION_LEAVE RequireEnded
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_COMPONENTS
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE "English" ; the first one is taken where Windows speaks neither
!insertmacro MUI_LANGUAGE "SimpChinese"
!include texts.nsh

VIProductVersion "${VERSION_FOUR}"
VIFileVersion "${VERSION_FOUR}"
!macro VersionTexts LANGUAGE
    VIAddVersionKey /LANG=${LANGUAGE} "ProductName" "Safelight"
    VIAddVersionKey /LANG=${LANGUAGE} "ProductVersion" "${VERSION}"
    VIAddVersionKey /LANG=${LANGUAGE} "FileVersion" "${VERSION}"
    VIAddVersionKey /LANG=${LANGUAGE} "FileDescription" "Safelight Setup"
    VIAddVersionKey /LANG=${LANGUAGE} "CompanyName" "Safelight contributors"
    VIAddVersionKey /LANG=${LANGUAGE} "LegalCopyright" "MIT licence"
!macroend
!insertmacro VersionTexts ${LANG_ENGLISH}
!insertmacro VersionTexts ${LANG_SIMPCHINESE}
!ifdef SIGN
    !finalize '${SIGN} "%1"' = 0
    !uninstfinalize '${SIGN} "%1"' = 0
!endif

!include "${LISTS}/pictures.nsh"
!include "${LISTS}/files.nsh"
!include file_types.nsh
!include running.nsh
!include search_path.nsh

Section "-Earlier version"
    ${If} $OldFolder == ""
        ${If} ${FileExists} "$INSTDIR\${WINDOW}" ; an installation that lost its entry in the registry, or was cut short
            RMDir /r "$INSTDIR\_internal"
        ${EndIf}
    ${Else}
        DetailPrint "$(EARLIER_VERSION)"
        ExecWait '"$OldFolder\uninstall.exe" /S /UPDATE=1 _?=$OldFolder' $0
        ${If} $0 <> 0
            MessageBox MB_OK|MB_ICONSTOP "$(EARLIER_STAYS)" /SD IDOK
            SetErrorLevel ${EXIT_FAILED}
            Abort "$(EARLIER_STAYS)"
        ${EndIf}
        Delete "$OldFolder\uninstall.exe" ; with _?= it runs from its own place, and cannot remove itself
        RMDir "$OldFolder"
    ${EndIf}
SectionEnd

Section "Safelight" sectionProgram
    SectionIn RO
    SetOutPath "$INSTDIR"
    File /r "${BUNDLE}/*"
    WriteUninstaller "$INSTDIR\uninstall.exe"
    CreateShortcut "$SMPROGRAMS\Safelight.lnk" "$INSTDIR\${WINDOW}" "" "$INSTDIR\${WINDOW}" 0 SW_SHOWNORMAL "" "$(WHAT_IT_IS)"
    !insertmacro RegisterFileType
    WriteRegStr HKCU "${CURRENT}\App Paths\${WINDOW}" "" "$INSTDIR\${WINDOW}"
    WriteRegStr HKCU "${CURRENT}\App Paths\${COMMAND}" "" "$INSTDIR\${COMMAND}"
    Call EnterAmongPrograms
SectionEnd

Section /o "$(DESKTOP_NAME)" sectionDesktop
    CreateShortcut "$DESKTOP\Safelight.lnk" "$INSTDIR\${WINDOW}" "" "$INSTDIR\${WINDOW}" 0 SW_SHOWNORMAL "" "$(WHAT_IT_IS)"
SectionEnd

Section "$(MENU_NAME)" sectionMenu
    !insertmacro RegisterVerbs
SectionEnd

Section /o "$(PATH_NAME)" sectionPath
    Push "$INSTDIR"
    Call AddToPath
SectionEnd

Section "-Remember"
    ${IfNot} ${SectionIsSelected} ${sectionDesktop}
        Delete "$DESKTOP\Safelight.lnk"
    ${EndIf}
    !insertmacro RememberChoice "Desktop" ${sectionDesktop}
    !insertmacro RememberChoice "Menu" ${sectionMenu}
    !insertmacro RememberChoice "Path" ${sectionPath}
    !insertmacro TellShell
SectionEnd

!insertmacro MUI_FUNCTION_DESCRIPTION_BEGIN
    !insertmacro MUI_DESCRIPTION_TEXT ${sectionProgram} "$(PROGRAM_ABOUT)"
    !insertmacro MUI_DESCRIPTION_TEXT ${sectionDesktop} "$(DESKTOP_ABOUT)"
    !insertmacro MUI_DESCRIPTION_TEXT ${sectionMenu} "$(MENU_ABOUT)"
    !insertmacro MUI_DESCRIPTION_TEXT ${sectionPath} "$(PATH_ABOUT)"
!insertmacro MUI_FUNCTION_DESCRIPTION_END

; What the settings of Windows list under installed programs.
Function EnterAmongPrograms
    WriteRegStr HKCU "${UNINSTALL}" "DisplayName" "Safelight"
    WriteRegStr HKCU "${UNINSTALL}" "DisplayVersion" "${VERSION}"
    WriteRegStr HKCU "${UNINSTALL}" "Publisher" "Safelight contributors"
    WriteRegStr HKCU "${UNINSTALL}" "DisplayIcon" "$INSTDIR\${WINDOW},0"
    WriteRegStr HKCU "${UNINSTALL}" "InstallLocation" "$INSTDIR"
    WriteRegStr HKCU "${UNINSTALL}" "UninstallString" '"$INSTDIR\uninstall.exe"'
    WriteRegStr HKCU "${UNINSTALL}" "QuietUninstallString" '"$INSTDIR\uninstall.exe" /S'
    WriteRegDWORD HKCU "${UNINSTALL}" "NoModify" 1
    WriteRegDWORD HKCU "${UNINSTALL}" "NoRepair" 1
    SectionGetSize ${sectionProgram} $0
    WriteRegDWORD HKCU "${UNINSTALL}" "EstimatedSize" $0
    ${GetTime} "" "L" $1 $2 $3 $4 $5 $6 $7
    WriteRegStr HKCU "${UNINSTALL}" "InstallDate" "$3$2$1"
FunctionEnd

Function .onInit
    SetShellVarContext current
    ${IfNot} ${RunningX64}
    ${OrIfNot} ${AtLeastBuild} ${OLDEST_BUILD}
        MessageBox MB_OK|MB_ICONSTOP "$(TOO_OLD)" /SD IDOK
        SetErrorLevel ${EXIT_UNFIT}
        Quit
    ${EndIf}
    System::Call 'kernel32::CreateMutexW(p 0, i 0, w "Safelight.Setup") p .r0 ?e'
    Pop $1
    ${If} $1 = 183 ; ERROR_ALREADY_EXISTS
        MessageBox MB_OK|MB_ICONEXCLAMATION "$(TWO_SETUPS)" /SD IDOK
        SetErrorLevel ${EXIT_FAILED}
        Quit
    ${EndIf}
    ReadRegStr $OldFolder HKCU "${UNINSTALL}" "InstallLocation"
    ${IfNot} ${FileExists} "$OldFolder\uninstall.exe"
        StrCpy $OldFolder ""
    ${EndIf}
    Call TakeChoices
    ${If} ${Silent}
        Call RequireEnded
    ${EndIf}
FunctionEnd

; What was chosen last time, and then what the command line says.
Function TakeChoices
    !insertmacro TakeChoice "Desktop" "/DESKTOP=" ${sectionDesktop}
    !insertmacro TakeChoice "Menu" "/MENU=" ${sectionMenu}
    !insertmacro TakeChoice "Path" "/PATH=" ${sectionPath}
FunctionEnd

; Nothing is touched while the program that is to be replaced runs.
Function RequireEnded
    Push "$INSTDIR"
    Call WaitForEnd
    ${If} $OldFolder != ""
        Push "$OldFolder"
        Call WaitForEnd
    ${EndIf}
FunctionEnd

Section "un.Safelight" sectionRemove
    SectionIn RO
    !insertmacro RemoveFiles
    Delete "$INSTDIR\uninstall.exe"
    RMDir "$INSTDIR"
    ${If} $Update <> 1
        Delete "$SMPROGRAMS\Safelight.lnk"
        Delete "$DESKTOP\Safelight.lnk"
    ${EndIf}
    !insertmacro ForgetVerbs
    !insertmacro ForgetFileType
    DeleteRegKey HKCU "${CURRENT}\App Paths\${WINDOW}"
    DeleteRegKey HKCU "${CURRENT}\App Paths\${COMMAND}"
    DeleteRegKey HKCU "${UNINSTALL}"
    Push "$INSTDIR"
    Call un.RemoveFromPath
    !insertmacro TellShell
SectionEnd

Section /o "un.$(SETTINGS_NAME)" sectionSettings
    DeleteRegKey HKCU "Software\Safelight\Safelight" ; where QSettings keeps them
    DeleteRegKey /ifempty HKCU "Software\Safelight"
    RMDir /r "$APPDATA\Safelight"
SectionEnd

!insertmacro MUI_UNFUNCTION_DESCRIPTION_BEGIN
    !insertmacro MUI_DESCRIPTION_TEXT ${sectionRemove} "$(REMOVE_ABOUT)"
    !insertmacro MUI_DESCRIPTION_TEXT ${sectionSettings} "$(SETTINGS_ABOUT)"
!insertmacro MUI_UNFUNCTION_DESCRIPTION_END

Function un.onInit
    SetShellVarContext current
    ${GetParameters} $1
    StrCpy $Update 0
    ${GetOptions} $1 "/UPDATE=" $0
    ${IfNot} ${Errors}
        StrCpy $Update $0
    ${EndIf}
    ClearErrors
    ${GetOptions} $1 "/SETTINGS=" $0
    ${IfNot} ${Errors}
    ${AndIf} $0 = 1
        !insertmacro SelectSection ${sectionSettings}
    ${EndIf}
    ClearErrors
    Push "$INSTDIR"
    Call un.WaitForEnd
FunctionEnd
