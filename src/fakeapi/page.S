// The documentation page, as page/embed.cmake makes it.
  .section .note.GNU-stack, "", %progbits
  .section .rodata
  .global mimus_fake_page
  .hidden mimus_fake_page
  .global mimus_fake_page_end
  .hidden mimus_fake_page_end
mimus_fake_page:
  .incbin "fake_page.html"
mimus_fake_page_end:
