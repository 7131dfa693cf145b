#pragma once
#include <cstdint>
#include <string>
#include <vector>
#include "scanner/git/object_table.h"
namespace patrol {
struct PathHistory {
  std::string path;
  std::uint32_t secret = 0;
  ObjectNumber blob = kNoObject;
  ObjectNumber commit = kNoObject;
  std::uint32_t versions = 1;
  bool at_head = false;
  bool at_shallow_border = false;
  ObjectNumber removed = kNoObject;
};
}
