// The page of --format html as part of the program: the files beside this one,
// joined where there are several, and nothing made of them, so that an editor,
// a linter and a browser see them as what they are. report/html.cc reads them.

.macro embed_begin name
        .globl \name\()_begin
        .hidden \name\()_begin
\name\()_begin:
.endm

.macro embed_end name
        .globl \name\()_end
        .hidden \name\()_end
\name\()_end:
        .byte 0
.endm

        .section .rodata
embed_begin patrol_page_html
        .incbin "page.html"
embed_end patrol_page_html

embed_begin patrol_page_css
        .incbin "page.css"
embed_end patrol_page_css

embed_begin patrol_page_js
        .incbin "model.js"
        .incbin "wording.js"
        .incbin "timeline.js"
        .incbin "details.js"
        .incbin "page.js"
embed_end patrol_page_js

        .section .note.GNU-stack,"",%progbits
