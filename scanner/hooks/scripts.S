/* The scripts of hooks/, for hook.cc. */
        .section .rodata
        .macro  script name, file
        .global kHook\name\()Begin
        .global kHook\name\()End
kHook\name\()Begin:
        .incbin "\file"
kHook\name\()End:
        .endm

        script  PreCommit, "pre-commit"
        script  CommitMsg, "commit-msg"
        script  PrePush, "pre-push"
        script  PreReceive, "pre-receive"
        script  Chain, "chain-to-repository"

        .section .note.GNU-stack, "", %progbits
