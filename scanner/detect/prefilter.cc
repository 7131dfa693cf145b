#include "scanner/detect/prefilter.h"

#include <hs.h>

#include <cassert>
#include <cstdlib>
#include <map>
#include <span>
#include <utility>

namespace patrol {
namespace {

struct DeleteDatabase {
  void operator()(hs_database_t* database) const { hs_free_database(database); }
};
using DatabasePtr = std::unique_ptr<hs_database_t, DeleteDatabase>;

// A literal as Hyperscan is given it; equal ones of several rules are one.
struct Pattern {
  std::string_view text;
  bool caseless = false;
  auto operator<=>(const Pattern&) const = default;
};

// Who waits for a pattern.
struct Target {
  RuleIndex rule{};
  std::uint32_t literal = 0;
};

// All patterns of a rule set in a fixed order, which is that of their ids in
// the database: a stored database and a later start must agree on it.
using Patterns = std::map<Pattern, std::vector<Target>>;

Patterns patterns_of(const RuleSet& rules) {
  Patterns patterns;
  for (std::uint32_t r = 0; r < rules.size(); ++r) {
    const auto literals = rules.rules()[r].trigger.literals;
    for (std::uint32_t i = 0; i < literals.size(); ++i) {
      patterns[{literals[i].text, literals[i].caseless}].push_back(
          {RuleIndex{r}, i});
    }
  }
  return patterns;
}

Error hyperscan_error(std::string_view what, int code) {
  return Error{"hyperscan: " + std::string(what) + " (error " +
               std::to_string(code) + ")"};
}

Result<DatabasePtr> compile(const Patterns& patterns) {
  std::vector<const char*> texts;
  std::vector<std::size_t> lengths;
  std::vector<unsigned> flags;
  std::vector<unsigned> ids;
  for (const auto& [pattern, targets] : patterns) {
    ids.push_back(static_cast<unsigned>(texts.size()));
    texts.push_back(pattern.text.data());
    lengths.push_back(pattern.text.size());
    flags.push_back(pattern.caseless ? HS_FLAG_CASELESS : 0U);
  }
  // Tuned for nothing in particular and allowed no CPU feature beyond the
  // baseline: one database for every machine (0-3 % slower than a native one).
  const hs_platform_info_t portable{HS_TUNE_FAMILY_GENERIC, 0, 0, 0};
  hs_database_t* database = nullptr;
  hs_compile_error_t* failure = nullptr;
  const hs_error_t code =
      hs_compile_lit_multi(texts.data(), flags.data(), ids.data(),
                           lengths.data(), static_cast<unsigned>(texts.size()),
                           HS_MODE_BLOCK, &portable, &database, &failure);
  if (code != HS_SUCCESS) {
    Error error = hyperscan_error(failure ? failure->message : "compile", code);
    hs_free_compile_error(failure);
    return error;
  }
  return DatabasePtr(database);
}

}  // namespace

struct Prefilter::Impl {
  DatabasePtr database;  // null: no rule has a literal
  // Pattern `id` is awaited by targets[first[id]] to targets[first[id + 1]];
  // its length is lengths[id].
  std::vector<Target> targets;
  std::vector<std::uint32_t> first;
  std::vector<std::uint32_t> lengths;
};

class Prefilter::Scratch {
 public:
  explicit Scratch(hs_scratch_t* scratch) : scratch_(scratch) {}
  ~Scratch() { hs_free_scratch(scratch_); }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  hs_scratch_t* get() { return scratch_; }

 private:
  hs_scratch_t* scratch_;
};

void Prefilter::DeleteScratch::operator()(Scratch* scratch) const {
  delete scratch;
}

Result<std::string> Prefilter::compile_portable(const RuleSet& rules) {
  const Patterns patterns = patterns_of(rules);
  if (patterns.empty()) return std::string();
  Result<DatabasePtr> database = compile(patterns);
  if (!database) return database.error();
  char* bytes = nullptr;
  std::size_t size = 0;
  const hs_error_t code = hs_serialize_database(database->get(), &bytes, &size);
  if (code != HS_SUCCESS) return hyperscan_error("serialize", code);
  std::string out(bytes, size);
  std::free(bytes);
  return out;
}

Result<Prefilter> Prefilter::load(const RuleSet& rules,
                                  std::string_view database) {
  auto impl = std::make_unique<Impl>();
  for (const auto& [pattern, targets] : patterns_of(rules)) {
    impl->first.push_back(static_cast<std::uint32_t>(impl->targets.size()));
    impl->lengths.push_back(static_cast<std::uint32_t>(pattern.text.size()));
    impl->targets.insert(impl->targets.end(), targets.begin(), targets.end());
  }
  impl->first.push_back(static_cast<std::uint32_t>(impl->targets.size()));
  if (!impl->targets.empty()) {
    hs_database_t* loaded = nullptr;
    const hs_error_t code =
        hs_deserialize_database(database.data(), database.size(), &loaded);
    if (code != HS_SUCCESS) return hyperscan_error("load", code);
    impl->database.reset(loaded);
  }
  return Prefilter(std::move(impl));
}

std::string Prefilter::library_version() { return hs_version(); }

Prefilter::Prefilter(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Prefilter::Prefilter(Prefilter&&) noexcept = default;
Prefilter& Prefilter::operator=(Prefilter&&) noexcept = default;
Prefilter::~Prefilter() = default;

Result<Prefilter::ScratchPtr> Prefilter::make_scratch() const {
  hs_scratch_t* scratch = nullptr;
  if (impl_->database) {
    const hs_error_t code = hs_alloc_scratch(impl_->database.get(), &scratch);
    if (code != HS_SUCCESS) return hyperscan_error("scratch", code);
  }
  return ScratchPtr(new Scratch(scratch));
}

void Prefilter::scan(std::string_view bytes, Scratch& scratch,
                     std::vector<Hit>& out) const {
  if (!impl_->database || bytes.empty()) return;
  struct Context {
    const Impl& impl;
    std::vector<Hit>& out;
  } context{*impl_, out};
  const auto on_match = [](unsigned id, unsigned long long,
                           unsigned long long to, unsigned,
                           void* argument) noexcept {
    const Context& c = *static_cast<Context*>(argument);
    const std::size_t begin = to - c.impl.lengths[id];
    for (std::uint32_t t = c.impl.first[id]; t < c.impl.first[id + 1]; ++t) {
      const Target& target = c.impl.targets[t];
      c.out.push_back({target.rule, target.literal, begin});
    }
    return 0;
  };
  [[maybe_unused]] const hs_error_t code = hs_scan(
      impl_->database.get(), bytes.data(), static_cast<unsigned>(bytes.size()),
      0, scratch.get(), on_match, &context);
  assert(code == HS_SUCCESS);
}

}  // namespace patrol
