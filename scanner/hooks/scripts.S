/* The scripts of hooks/, for hook.cc. */
        .section .rodata
        .macro  script name, file
        .global patrol_hook_\name
        .global patrol_hook_\name\()_end
patrol_hook_\name:
        .incbin "\file"
patrol_hook_\name\()_end:
        .endm

        script  pre_commit, "pre-commit"
        script  commit_msg, "commit-msg"
        script  pre_push, "pre-push"
        script  pre_receive, "pre-receive"
        script  chain, "chain-to-repository"

        .section .note.GNU-stack, "", %progbits
