// The page of --format html as part of the program: the files beside this one,
// joined where there are several, and nothing made of them, so that an editor,
// a linter and a browser see them as what they are. report/html.cc reads them.

.macro embed_begin name
        .globl \name\()Begin
        .hidden \name\()Begin
\name\()Begin:
.endm

.macro embed_end name
        .globl \name\()End
        .hidden \name\()End
\name\()End:
        .byte 0
.endm

        .section .rodata
embed_begin kPageHtml
        .incbin "page.html"
embed_end kPageHtml

embed_begin kPageCss
        .incbin "page.css"
embed_end kPageCss

embed_begin kPageJs
        .incbin "model.js"
        .incbin "wording.js"
        .incbin "timeline.js"
        .incbin "details.js"
        .incbin "page.js"
embed_end kPageJs

        .section .note.GNU-stack,"",%progbits
