// The image that tools/fake-data makes, as it is, in the program's read-only data.
#if defined(__linux__) && defined(__ELF__)
  .section .note.GNU-stack, "", %progbits
#endif
  .section .rodata
  .global mimus_fake_image
  .hidden mimus_fake_image
  .balign 64
mimus_fake_image:
  .incbin "fake_image.bin"
