// The build's generator: patterns/*.toml into what the program is linked with.
//
//   catalogue_main PATTERNS_DIR OUT_DIR
//
//   OUT_DIR/catalogue.cc    the rules as tables (catalogue_source.h)
//   OUT_DIR/catalogue.hsdb  their Hyperscan database, for any x86-64 CPU
//   OUT_DIR/catalogue.S     puts the database into the program
//
// A fault in patterns/ fails the build with one line that names file, rule and
// field.
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

#include "scanner/detect/prefilter.h"
#include "scanner/detect/rule_check.h"
#include "scanner/rules/catalogue_source.h"
#include "scanner/rules/load.h"

namespace patrol {
namespace {

namespace fs = std::filesystem;

Result<void> write(const fs::path& file, std::string_view bytes) {
  std::ofstream out(file, std::ios::binary | std::ios::trunc);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  if (!out) return Error{file.string() + ": cannot be written"};
  return {};
}

Result<void> generate(const fs::path& patterns, const fs::path& folder) {
  const Result<RuleSet> rules =
      load_rules(patterns, load_options(RuleOrigin::kCatalogue));
  if (!rules) return rules.error();
  if (auto ok = check_expressions(*rules); !ok) return ok;
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
