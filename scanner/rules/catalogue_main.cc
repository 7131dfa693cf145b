// The build's generator: patterns/*.toml into what the program is linked with.
//
//   catalogue_main PATTERNS_DIR OUT_DIR
//
//   OUT_DIR/catalogue.cc    the rules as tables (catalogue_source.h)
//   OUT_DIR/catalogue.hsdb  their Hyperscan database, for any x86-64 CPU
//   OUT_DIR/catalogue.S     puts the database into the program
//
// A fault in patterns/ fails the build with the loader's line. As the main() of
// a program of its own it may use what lies above rules/.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "scanner/detect/checksum.h"
#include "scanner/detect/prefilter.h"
#include "scanner/detect/structure.h"
#include "scanner/rules/catalogue_source.h"
#include "scanner/rules/load.h"

namespace patrol {
namespace {

namespace fs = std::filesystem;

Result<RuleSet> load_catalogue(const fs::path& patterns) {
  return load_rules(
      patterns,
      {RuleOrigin::kCatalogue,
       [](std::string_view name) { return find_checksum(name) != nullptr; },
       [](std::string_view name) { return find_structure(name) != nullptr; }});
}

Result<void> write(const fs::path& file, std::string_view bytes) {
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  if (!out) return Error{file.string() + ": cannot be written"};
  return {};
}

Result<void> generate(const fs::path& patterns, const fs::path& folder) {
  const Result<RuleSet> rules = load_catalogue(patterns);
  if (!rules) return rules.error();
  const Result<std::string> database = Prefilter::compile_portable(*rules);
  if (!database) return database.error();
  const fs::path stored = fs::absolute(folder / "catalogue.hsdb");
  if (auto ok = write(stored, *database); !ok) return ok;
  if (auto ok =
          write(folder / "catalogue.S", catalogue_assembly(stored.string()));
      !ok) {
    return ok;
  }
  return write(folder / "catalogue.cc", catalogue_source(*rules));
}

}  // namespace
}  // namespace patrol

int main(int argc, char** argv) {
  if (argc != 3) {
    std::fputs("usage: catalogue_main PATTERNS_DIR OUT_DIR\n", stderr);
    return 2;
  }
  const auto done = patrol::generate(argv[1], argv[2]);
  if (done) return 0;
  std::fprintf(stderr, "%s\n", done.error().message.c_str());
  return 2;
}
