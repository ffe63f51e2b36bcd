; Adds a folder to the user's Path and takes it out again.
; The text of NSIS ends at 1,024 characters, and a Path may be longer: it stays in memory of its own and is never held
; in a variable. Its type is kept, %names% in it are not expanded, and one that is not text is left alone.

!define THIS_USER -2147483647 ; HKEY_CURRENT_USER
!define READ_AND_WRITE 3      ; KEY_QUERY_VALUE | KEY_SET_VALUE
!define NOT_FOUND 2
!define TEXT 1
!define TEXT_WITH_NAMES 2     ; REG_EXPAND_SZ
!define SEMICOLON 59

; Opens the key and reads the Path with a semicolon before and after it. In: $R0 the folder. Out: $0 the key, or 0 where
; nothing can be done, $2 the type, $6 the memory, $7 the Path within it, $8 where ";folder;" begins, or 0.
!macro ReadPathFunction un
Function ${un}ReadPath
    System::Call 'advapi32::RegOpenKeyExW(p ${THIS_USER}, w "Environment", i 0, i ${READ_AND_WRITE}, *p .r0) i .r1'
    ${If} $1 <> 0
        StrCpy $0 0
        Return
    ${EndIf}
    System::Call 'advapi32::RegQueryValueExW(p r0, w "Path", p 0, *i .r2, p 0, *i .r3) i .r1'
    ${If} $1 = ${NOT_FOUND}
        StrCpy $2 ${TEXT_WITH_NAMES}
        StrCpy $3 0
    ${ElseIf} $1 <> 0
    ${OrIf} $2 <> ${TEXT}
    ${AndIf} $2 <> ${TEXT_WITH_NAMES}
        System::Call 'advapi32::RegCloseKey(p r0)'
        StrCpy $0 0
        Return
    ${EndIf}
    StrLen $4 $R0
    IntOp $5 $4 * 2
    IntOp $5 $5 + $3
    IntOp $5 $5 + 16 ; three semicolons and the end of a text that had none
    System::Alloc $5 ; comes filled with zeros
    Pop $6
    IntPtrOp $7 $6 + 2
    System::Call 'kernel32::lstrcpyW(p r6, w ";")'
    ${If} $3 > 0
        System::Call 'advapi32::RegQueryValueExW(p r0, w "Path", p 0, p 0, p r7, *i r3) i .r1'
        ${If} $1 <> 0 ; it has grown meanwhile
            System::Free $6
            System::Call 'advapi32::RegCloseKey(p r0)'
            StrCpy $0 0
            Return
        ${EndIf}
    ${EndIf}
    System::Call 'kernel32::lstrcatW(p r6, w ";")'
    System::Call 'shlwapi::StrStrIW(p r6, w ";$R0;") p .r8'
FunctionEnd

; Writes what begins at $7, and frees all.
Function ${un}WritePath
    System::Call 'kernel32::lstrlenW(p r7) i .r3'
    ${If} $3 = 0
        System::Call 'advapi32::RegDeleteValueW(p r0, w "Path")'
    ${Else}
        IntOp $3 $3 + 1
        IntOp $3 $3 * 2
        System::Call 'advapi32::RegSetValueExW(p r0, w "Path", i 0, i r2, p r7, i r3) i .r1'
    ${EndIf}
    SendMessage ${HWND_BROADCAST} ${WM_SETTINGCHANGE} 0 "STR:Environment" /TIMEOUT=2000
FunctionEnd
!macroend
!insertmacro ReadPathFunction ""
!insertmacro ReadPathFunction "un."

Function AddToPath
    Pop $R0
    Call ReadPath
    ${If} $0 P= 0
        Return
    ${EndIf}
    ${If} $8 P= 0
        System::Call 'kernel32::lstrlenW(p r7) i .r3'
        ${If} $3 = 1 ; only our own semicolon: there was no Path
            System::Call 'kernel32::lstrcpyW(p r7, w R0)'
        ${Else}
            IntOp $4 $3 - 2
            IntOp $4 $4 * 2
            IntPtrOp $4 $7 + $4
            System::Call '*$4(&i2 .r5)'
            ${If} $5 = ${SEMICOLON} ; it ended with one already
                IntPtrOp $4 $4 + 2
                System::Call 'kernel32::lstrcpyW(p r4, w R0)'
            ${Else}
                System::Call 'kernel32::lstrcatW(p r7, w R0)'
            ${EndIf}
        ${EndIf}
        Call WritePath
    ${EndIf}
    System::Free $6
    System::Call 'advapi32::RegCloseKey(p r0)'
FunctionEnd

Function un.RemoveFromPath
    Pop $R0
    Call un.ReadPath
    ${If} $0 P= 0
        Return
    ${EndIf}
    ${If} $8 P<> 0
        StrLen $4 $R0
        IntOp $4 $4 + 1
        IntOp $4 $4 * 2
        ${DoWhile} $8 P<> 0
            IntPtrOp $5 $8 + $4 ; the semicolon after the folder
            System::Call 'kernel32::lstrlenW(p r5) i .r3'
            IntOp $3 $3 + 1
            IntOp $3 $3 * 2
            System::Call 'kernel32::RtlMoveMemory(p r8, p r5, p r3)'
            System::Call 'shlwapi::StrStrIW(p r6, w ";$R0;") p .r8'
        ${Loop}
        System::Call 'kernel32::lstrlenW(p r6) i .r3'
        ${If} $3 > 1
            IntOp $3 $3 - 1
            IntOp $3 $3 * 2
            IntPtrOp $5 $6 + $3
            System::Call '*$5(&i2 0)' ; our own semicolon at the end
        ${EndIf}
        Call un.WritePath
    ${EndIf}
    System::Free $6
    System::Call 'advapi32::RegCloseKey(p r0)'
FunctionEnd
