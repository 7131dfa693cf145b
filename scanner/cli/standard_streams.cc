#include "scanner/cli/standard_streams.h"

#include <fcntl.h>
#include <unistd.h>

namespace patrol {

// open() gives the lowest number that is free. O_PATH: reading and writing
// fail as they do on a closed descriptor (EBADF).
void hold_standard_streams() {
  int taken = 0;
  while (taken >= 0 && taken <= STDERR_FILENO) {
    taken = ::open("/", O_PATH);
  }
  if (taken > STDERR_FILENO) ::close(taken);
}

}  // namespace patrol
