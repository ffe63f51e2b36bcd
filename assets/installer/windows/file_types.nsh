; What Explorer knows of Safelight: the file type .latent, and what it offers for pictures. All in HKCU.
; Every macro that writes has one below it that takes back exactly that.

!define LATENT "Safelight.latent"
!define TYPE_SUFFIX ".latent"
!define MIME "image/x-latent"
!define BACKUP "Safelight.before" ; what .latent opened with before, if anything

; Explorer looks at all file types anew.
!macro TellShell
    System::Call 'shell32::SHChangeNotify(i 0x08000000, i 0, p 0, p 0)'
!macroend

!macro RegisterFileType
    ; PerceivedType is not set: with it Windows would offer to print, rotate and edit what only Safelight can read.
    ReadRegStr $0 HKCU "${CLASSES}\${TYPE_SUFFIX}" ""
    ${If} $0 != ""
    ${AndIf} $0 != "${LATENT}"
        WriteRegStr HKCU "${CLASSES}\${TYPE_SUFFIX}" "${BACKUP}" $0
    ${EndIf}
    WriteRegStr HKCU "${CLASSES}\${TYPE_SUFFIX}" "" "${LATENT}"
    WriteRegStr HKCU "${CLASSES}\${TYPE_SUFFIX}" "Content Type" "${MIME}"
    WriteRegNone HKCU "${CLASSES}\${TYPE_SUFFIX}\OpenWithProgids" "${LATENT}"
    WriteRegStr HKCU "${CLASSES}\${LATENT}" "" "$(TYPE_NAME)"
    WriteRegStr HKCU "${CLASSES}\${LATENT}" "FriendlyTypeName" "$(TYPE_NAME)"
    WriteRegStr HKCU "${CLASSES}\${LATENT}\DefaultIcon" "" '"$INSTDIR\${WINDOW}",0'
    WriteRegStr HKCU "${CLASSES}\${LATENT}\shell\open\command" "" '"$INSTDIR\${WINDOW}" "%1"'
    WriteRegStr HKCU "${CLASSES}\Applications\${WINDOW}" "FriendlyAppName" "Safelight"
    WriteRegStr HKCU "${CLASSES}\Applications\${WINDOW}\DefaultIcon" "" '"$INSTDIR\${WINDOW}",0'
    WriteRegStr HKCU "${CLASSES}\Applications\${WINDOW}\shell\open\command" "" '"$INSTDIR\${WINDOW}" "%1"'
    WriteRegStr HKCU "${CLASSES}\Applications\${WINDOW}\SupportedTypes" "${TYPE_SUFFIX}" ""
    !insertmacro EachPicture SupportType
    WriteRegStr HKCU "Software\Safelight\Capabilities" "ApplicationName" "Safelight"
    WriteRegStr HKCU "Software\Safelight\Capabilities" "ApplicationDescription" "$(WHAT_IT_IS)"
    WriteRegStr HKCU "Software\Safelight\Capabilities\FileAssociations" "${TYPE_SUFFIX}" "${LATENT}"
    WriteRegStr HKCU "Software\Safelight\Capabilities\MimeAssociations" "${MIME}" "${LATENT}"
    WriteRegStr HKCU "Software\RegisteredApplications" "Safelight" "Software\Safelight\Capabilities"
!macroend

!macro SupportType SUFFIX
    WriteRegStr HKCU "${CLASSES}\Applications\${WINDOW}\SupportedTypes" "${SUFFIX}" ""
!macroend

!macro ForgetFileType
    ReadRegStr $0 HKCU "${CLASSES}\${TYPE_SUFFIX}" ""
    ReadRegStr $1 HKCU "${CLASSES}\${TYPE_SUFFIX}" "${BACKUP}"
    ${If} $0 == "${LATENT}"
        ${If} $1 == ""
            DeleteRegValue HKCU "${CLASSES}\${TYPE_SUFFIX}" ""
            DeleteRegValue HKCU "${CLASSES}\${TYPE_SUFFIX}" "Content Type"
        ${Else}
            WriteRegStr HKCU "${CLASSES}\${TYPE_SUFFIX}" "" $1
        ${EndIf}
    ${EndIf}
    DeleteRegValue HKCU "${CLASSES}\${TYPE_SUFFIX}" "${BACKUP}"
    DeleteRegValue HKCU "${CLASSES}\${TYPE_SUFFIX}\OpenWithProgids" "${LATENT}"
    DeleteRegKey /ifempty HKCU "${CLASSES}\${TYPE_SUFFIX}\OpenWithProgids"
    DeleteRegKey /ifempty HKCU "${CLASSES}\${TYPE_SUFFIX}"
    DeleteRegKey HKCU "${CLASSES}\${LATENT}"
    DeleteRegKey HKCU "${CLASSES}\Applications\${WINDOW}"
    DeleteRegKey /ifempty HKCU "${CLASSES}\Applications"
    DeleteRegKey HKCU "Software\Safelight\Capabilities"
    DeleteRegKey /ifempty HKCU "Software\Safelight"
    DeleteRegValue HKCU "Software\RegisteredApplications" "Safelight"
    DeleteRegKey /ifempty HKCU "Software\RegisteredApplications"
!macroend

; A verb in the context menu of a kind of file. Explorer starts the program once for each file; the window that is open
; takes them all.
!macro Verb CLASS TASK TEXT
    WriteRegStr HKCU "${CLASSES}\${CLASS}\shell\Safelight.${TASK}" "" "${TEXT}"
    WriteRegStr HKCU "${CLASSES}\${CLASS}\shell\Safelight.${TASK}" "Icon" '"$INSTDIR\${WINDOW}",0'
    WriteRegStr HKCU "${CLASSES}\${CLASS}\shell\Safelight.${TASK}" "MultiSelectModel" "Player"
    WriteRegStr HKCU "${CLASSES}\${CLASS}\shell\Safelight.${TASK}\command" "" '"$INSTDIR\${WINDOW}" --task ${TASK} "%1"'
!macroend

; The suffixes that the engine reads, one by one, rather than all that Windows perceives as images.
!macro RegisterVerbs
    !insertmacro EachPicture PictureVerbs
    !insertmacro Verb "SystemFileAssociations\${TYPE_SUFFIX}" "reconstruct" "$(VERB_RECONSTRUCT)"
!macroend

!macro PictureVerbs SUFFIX
    !insertmacro Verb "SystemFileAssociations\${SUFFIX}" "compress" "$(VERB_COMPRESS)"
    !insertmacro Verb "SystemFileAssociations\${SUFFIX}" "denoise" "$(VERB_DENOISE)"
!macroend

!macro ForgetVerbs
    !insertmacro EachPicture ForgetVerbsOf
    !insertmacro ForgetVerbsOf "${TYPE_SUFFIX}"
    DeleteRegKey /ifempty HKCU "${CLASSES}\SystemFileAssociations"
!macroend

!macro ForgetVerbsOf SUFFIX
    DeleteRegKey HKCU "${CLASSES}\SystemFileAssociations\${SUFFIX}\shell\Safelight.compress"
    DeleteRegKey HKCU "${CLASSES}\SystemFileAssociations\${SUFFIX}\shell\Safelight.denoise"
    DeleteRegKey HKCU "${CLASSES}\SystemFileAssociations\${SUFFIX}\shell\Safelight.reconstruct"
    DeleteRegKey /ifempty HKCU "${CLASSES}\SystemFileAssociations\${SUFFIX}\shell"
    DeleteRegKey /ifempty HKCU "${CLASSES}\SystemFileAssociations\${SUFFIX}"
!macroend
