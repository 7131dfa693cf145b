#include "scanner/report/checkout.h"

#include <filesystem>
#include <system_error>

#include "scanner/report/place_wording.h"

namespace patrol {
namespace {

namespace fs = std::filesystem;

// Empty: it is no folder below the working folder.
std::string below_working_folder(const fs::path& folder) {
  std::error_code error;
  const fs::path here = fs::current_path(error);
  if (error) return {};
  const fs::path way = (here / folder).lexically_normal();
  std::string relative = way.lexically_relative(here).generic_string();
  while (relative.ends_with('/')) relative.pop_back();
  if (relative.empty() || relative == "." || relative.starts_with("..")) {
    return {};
  }
  return relative + '/';
}

}  // namespace

// Several targets are named in one line, and their paths keep their folders.
Checkout::Checkout(const ScanSummary& scan) {
  std::error_code error;
  if (scan.mode != ScanMode::kFiles) return;
  if (!fs::is_directory(scan.target, error)) return;
  folder_ = scan.target + '/';
  prefix_ = below_working_folder(scan.target);
}

std::string Checkout::file(const Location& location) const {
  const std::string name =
      location.path.empty() ? path_text(location) : location.path;
  return is_in_checkout(location) ? prefix_ + name : name;
}

std::string Checkout::path(const Location& location) const {
  const std::string name = path_text(location);
  return is_in_checkout(location) ? prefix_ + name : name;
}

std::string Checkout::to_open(const std::string& path) const {
  return folder_ + path;
}

}  // namespace patrol
