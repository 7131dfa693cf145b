#include "scanner/cli/input_file.h"

#include <cerrno>
#include <cstddef>
#include <fstream>
#include <iostream>
#include <system_error>
#include <vector>

namespace patrol {
namespace {

// The largest report that a scan writes, 100,000 places, has some 60 MB.
constexpr std::size_t kLargestInput = std::size_t{1} << 30;

Result<std::string> read_all(std::istream& in, const std::string& name) {
  std::string bytes;
  std::vector<char> piece(1 << 20);
  while (bytes.size() <= kLargestInput) {
    in.read(piece.data(), static_cast<std::streamsize>(piece.size()));
    bytes.append(piece.data(), static_cast<std::size_t>(in.gcount()));
    if (in.bad()) return Error{name + ": cannot be read"};
    if (!in) return bytes;
  }
  return Error{name + ": is larger than 1 GiB"};
}

}  // namespace

std::string name_of_input(const std::string& file) {
  return file == "-" ? "standard input" : file;
}

Result<std::string> read_input(const std::string& file) {
  if (file == "-") return read_all(std::cin, name_of_input(file));
  std::ifstream in(file, std::ios::binary);
  if (in) return read_all(in, file);
  return Error{file + ": " + std::generic_category().message(errno)};
}

}  // namespace patrol
