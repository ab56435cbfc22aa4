#pragma once

namespace mimus {

// Gives back what only the start has touched of the program and its libraries: code and tables, mapped from files, that the kernel
// finds again in its cache when somebody wants them. Nothing that was written is touched. 10 MiB of an idle server's 14; costs as many
// page faults (0.5 µs each) as pages are wanted again. Does nothing under a debugger. Any thread.
void release_start_pages();

}  // namespace mimus
