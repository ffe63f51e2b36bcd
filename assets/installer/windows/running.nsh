; Waits until neither of the two programs runs, and remembers what was chosen.

!define PATIENCE 10 ; tries of half a second that a silent run waits for

; Takes a folder from the stack. A program that runs cannot be opened for writing, by its own worker processes either.
!macro WaitForEndFunction un
Function ${un}WaitForEnd
    Exch $0
    Push $1
    Push $2
    StrCpy $2 0
    again:
    ClearErrors
    ${If} ${FileExists} "$0\${WINDOW}" ; opening what is not there would make it
        FileOpen $1 "$0\${WINDOW}" a
        IfErrors busy
        FileClose $1
    ${EndIf}
    ${If} ${FileExists} "$0\${COMMAND}"
        FileOpen $1 "$0\${COMMAND}" a
        IfErrors busy
        FileClose $1
    ${EndIf}
    Goto free
    busy:
    ${If} ${Silent}
        IntOp $2 $2 + 1
        ${If} $2 < ${PATIENCE}
            Sleep 500
            Goto again
        ${EndIf}
    ${EndIf}
    MessageBox MB_RETRYCANCEL|MB_ICONEXCLAMATION "$(IS_RUNNING)" /SD IDCANCEL IDRETRY again
    SetErrorLevel ${EXIT_RUNNING}
    Quit
    free:
    ClearErrors
    Pop $2
    Pop $1
    Pop $0
FunctionEnd
!macroend
!insertmacro WaitForEndFunction ""
!insertmacro WaitForEndFunction "un."

; Choices are remembered beside the entry among the installed programs.
!macro RememberChoice NAME SECTION
    ${If} ${SectionIsSelected} ${SECTION}
        WriteRegDWORD HKCU "${UNINSTALL}" "Safelight${NAME}" 1
    ${Else}
        WriteRegDWORD HKCU "${UNINSTALL}" "Safelight${NAME}" 0
    ${EndIf}
!macroend

!macro TakeChoice NAME OPTION SECTION
    ClearErrors
    ReadRegDWORD $0 HKCU "${UNINSTALL}" "Safelight${NAME}"
    ${If} ${Errors}
        StrCpy $0 ""
    ${EndIf}
    ${GetParameters} $1
    ClearErrors
    ${GetOptions} $1 "${OPTION}" $2
    ${IfNot} ${Errors}
        StrCpy $0 $2
    ${EndIf}
    ${If} $0 == "1"
        !insertmacro SelectSection ${SECTION}
    ${ElseIf} $0 == "0"
        !insertmacro UnselectSection ${SECTION}
    ${EndIf}
    ClearErrors
!macroend
