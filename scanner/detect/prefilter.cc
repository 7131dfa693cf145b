#include "scanner/detect/prefilter.h"

#include <hs.h>

#include <algorithm>
#include <cassert>
#include <cstdlib>
#include <map>
#include <optional>
#include <utility>

#include "scanner/detect/literal_finder.h"
#include "scanner/detect/prefilter_onward.h"

namespace patrol {
namespace {

struct DeleteDatabase {
  void operator()(hs_database_t* database) const { hs_free_database(database); }
};
using DatabasePtr = std::unique_ptr<hs_database_t, DeleteDatabase>;

// What may stand right before and behind a literal, laid side by side: rules
// themselves are large and far between.
struct Surroundings {
  ByteSet before;
  ByteSet after;
  std::uint32_t length = 0;  // of the literal

  bool allow(std::string_view text, std::size_t begin, std::size_t end) const {
    const auto holds = [&](const ByteSet& set, std::size_t place) {
      return set.contains(static_cast<unsigned char>(text[place]));
    };
    return (begin == 0 || holds(before, begin - 1)) &&
           (end >= text.size() || holds(after, end));
  }
};

// Who waits for a pattern.
struct Target {
  RuleIndex rule{};
  std::uint32_t literal = 0;
};

// All literals of a rule set, equal ones of several rules as one, in a fixed
// order, which is that of their ids in the database: a stored database and a
// later start must agree on it.
using Patterns = std::map<Needle, std::vector<Target>>;

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

std::vector<Needle> needles_of(const Patterns& patterns) {
  std::vector<Needle> out;
  for (const auto& [needle, targets] : patterns) out.push_back(needle);
  return out;
}

Error hyperscan_error(std::string_view what, int code) {
  return Error{"hyperscan: " + std::string(what) + " (error " +
               std::to_string(code) + ")"};
}

Result<DatabasePtr> compile(const std::vector<Needle>& needles) {
  std::vector<const char*> texts;
  std::vector<std::size_t> lengths;
  std::vector<unsigned> flags;
  std::vector<unsigned> ids;
  for (const Needle& needle : needles) {
    ids.push_back(static_cast<unsigned>(texts.size()));
    texts.push_back(needle.text.data());
    lengths.push_back(needle.text.size());
    flags.push_back(needle.caseless ? HS_FLAG_CASELESS : 0U);
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
  std::optional<OnwardTable> onward;    // null: no rule has a literal
  std::optional<LiteralFinder> finder;  // does all, if there is one
  DatabasePtr database;  // null: a finder does it, or no rule has a literal
  // By rule, its first literal; and by literal.
  std::vector<std::uint32_t> first_literal;
  std::vector<Surroundings> surroundings;
  // Pattern `id` is awaited by targets[first[id]] to targets[first[id + 1]];
  // its length is lengths[id].
  std::vector<Target> targets;
  std::vector<std::uint32_t> first;
  std::vector<std::uint32_t> lengths;

  // Appends a hit for each that waits for the literal.
  void tell(std::uint32_t literal, std::size_t begin,
            std::vector<Hit>& out) const {
    for (std::uint32_t t = first[literal]; t < first[literal + 1]; ++t) {
      out.push_back({targets[t].rule, targets[t].literal, begin});
    }
  }

  void note_surroundings(const RuleSet& rules);
  void scan_by_hyperscan(std::string_view bytes, hs_scratch_t* scratch,
                         std::vector<Hit>& out) const;
};

void Prefilter::Impl::note_surroundings(const RuleSet& rules) {
  for (const Rule& rule : rules.rules()) {
    first_literal.push_back(static_cast<std::uint32_t>(surroundings.size()));
    for (const LiteralTrigger& literal : rule.trigger.literals) {
      surroundings.push_back({literal.before, literal.after,
                              static_cast<std::uint32_t>(literal.text.size())});
    }
  }
}

class Prefilter::Scratch {
 public:
  explicit Scratch(hs_scratch_t* scratch) : scratch_(scratch) {}
  ~Scratch() { hs_free_scratch(scratch_); }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  hs_scratch_t* get() { return scratch_; }

  std::vector<LiteralFinder::Place> places;

 private:
  hs_scratch_t* scratch_;  // null: not Hyperscan does it
};

void Prefilter::DeleteScratch::operator()(Scratch* scratch) const {
  delete scratch;
}

// The database is what stands behind literals, the finder's plan, then
// Hyperscan's own.
Result<std::string> Prefilter::compile_portable(const RuleSet& rules) {
  const Patterns patterns = patterns_of(rules);
  const std::vector<Needle> needles = needles_of(patterns);
  if (patterns.empty()) return std::string();
  Result<DatabasePtr> database = compile(needles);
  if (!database) return database.error();
  char* bytes = nullptr;
  std::size_t size = 0;
  const hs_error_t code = hs_serialize_database(database->get(), &bytes, &size);
  if (code != HS_SUCCESS) return hyperscan_error("serialize", code);
  std::string out = OnwardTable::derive(rules) + plan_windows(needles);
  out.append(bytes, size);
  std::free(bytes);
  return out;
}

Result<Prefilter> Prefilter::load(const RuleSet& rules,
                                  std::string_view database, Search search) {
  auto impl = std::make_unique<Impl>();
  const Patterns patterns = patterns_of(rules);
  const std::vector<Needle> needles = needles_of(patterns);
  for (const auto& [needle, targets] : patterns) {
    impl->first.push_back(static_cast<std::uint32_t>(impl->targets.size()));
    impl->lengths.push_back(static_cast<std::uint32_t>(needle.text.size()));
    impl->targets.insert(impl->targets.end(), targets.begin(), targets.end());
  }
  impl->first.push_back(static_cast<std::uint32_t>(impl->targets.size()));
  if (needles.empty()) return Prefilter(std::move(impl));
  impl->note_surroundings(rules);
  impl->onward = OnwardTable::take(impl->surroundings.size(), database);
  if (!impl->onward) return Error{"a database of other rules"};
  const std::size_t plan = std::min(2 * needles.size(), database.size());
  auto finder = LiteralFinder::make(needles, database.substr(0, plan));
  if (!finder) return Error{"a database of other rules"};
  if (search == Search::kFastest && LiteralFinder::runs_here()) {
    impl->finder = std::move(finder);
    return Prefilter(std::move(impl));
  }
  database.remove_prefix(plan);
  hs_database_t* loaded = nullptr;
  const hs_error_t code =
      hs_deserialize_database(database.data(), database.size(), &loaded);
  if (code != HS_SUCCESS) return hyperscan_error("load", code);
  impl->database.reset(loaded);
  return Prefilter(std::move(impl));
}

std::string Prefilter::library_version() { return hs_version(); }

Prefilter::Prefilter(std::unique_ptr<Impl> impl) : impl_(std::move(impl)) {}
Prefilter::Prefilter(Prefilter&&) noexcept = default;
Prefilter& Prefilter::operator=(Prefilter&&) noexcept = default;
Prefilter::~Prefilter() = default;

bool Prefilter::may_match(const Hit& hit, std::string_view text) const {
  const std::uint32_t literal =
      impl_->first_literal[static_cast<std::size_t>(hit.rule)] + hit.literal;
  const Surroundings& around = impl_->surroundings[literal];
  const std::size_t end = hit.begin + around.length;
  return around.allow(text, hit.begin, end) &&
         may_go_on(impl_->onward->of(literal), text.substr(end));
}

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
  if (bytes.empty()) return;
  if (impl_->finder) {
    scratch.places.clear();
    impl_->finder->find(bytes, scratch.places);
    for (const auto& [needle, begin] : scratch.places) {
      impl_->tell(needle, begin, out);
    }
  } else if (impl_->database) {
    impl_->scan_by_hyperscan(bytes, scratch.get(), out);
  }
}

void Prefilter::Impl::scan_by_hyperscan(std::string_view bytes,
                                        hs_scratch_t* scratch,
                                        std::vector<Hit>& out) const {
  struct Context {
    const Impl& impl;
    std::vector<Hit>& out;
  } context{*this, out};
  const auto on_match = [](unsigned id, unsigned long long,
                           unsigned long long to, unsigned,
                           void* argument) noexcept {
    const Context& c = *static_cast<Context*>(argument);
    c.impl.tell(id, to - c.impl.lengths[id], c.out);
    return 0;
  };
  [[maybe_unused]] const hs_error_t code =
      hs_scan(database.get(), bytes.data(), static_cast<unsigned>(bytes.size()),
              0, scratch, on_match, &context);
  assert(code == HS_SUCCESS);
}

}  // namespace patrol
