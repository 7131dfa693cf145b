#include "scanner/detect/prefilter_onward.h"

#include <algorithm>
#include <cstddef>
#include <cstring>
#include <type_traits>

#include "scanner/rules/trigger.h"

namespace patrol {
namespace {

static_assert(std::is_trivially_copyable_v<OnwardStep>);

template <typename T>
void put(std::string& out, const T& value) {
  out.append(reinterpret_cast<const char*>(&value), sizeof(value));
}

// Zeros where there is nothing left; `ok` remembers.
class Reader {
 public:
  explicit Reader(std::string_view bytes) : bytes_(bytes) {}

  template <typename T>
  T take() {
    T value{};
    ok_ = ok_ && bytes_.size() >= sizeof(value);
    if (!ok_) return value;
    std::memcpy(&value, bytes_.data(), sizeof(value));
    bytes_.remove_prefix(sizeof(value));
    return value;
  }

  bool ended() const { return ok_ && bytes_.empty(); }
  bool has_more() const { return ok_ && !bytes_.empty(); }

 private:
  std::string_view bytes_;
  bool ok_ = true;
};

// Those of a rule whose trigger was not derived say nothing.
std::vector<Onward> rows_of(const Rule& rule) {
  const std::size_t literals = rule.trigger.literals.size();
  if (literals == 0) return {};
  std::vector<Onward> rows = derive_onward(rule);
  if (rows.size() != literals) rows.assign(literals, {});
  return rows;
}

}  // namespace

std::string OnwardTable::derive(const RuleSet& rules) {
  std::vector<Onward> distinct;
  std::string table;
  for (const Rule& rule : rules.rules()) {
    for (const Onward& row : rows_of(rule)) {
      const auto known = std::ranges::find(distinct, row);
      put(table, static_cast<std::uint16_t>(known - distinct.begin()));
      if (known == distinct.end()) distinct.push_back(row);
    }
  }
  for (const Onward& row : distinct) {
    put(table, static_cast<std::uint8_t>(row.size()));
    for (const OnwardStep& step : row) put(table, step);
  }
  std::string out;
  put(out, static_cast<std::uint32_t>(sizeof(std::uint32_t) + table.size()));
  return out + table;
}

std::optional<OnwardTable> OnwardTable::take(std::size_t literals,
                                             std::string_view& database) {
  const auto size = Reader(database).take<std::uint32_t>();
  if (size < sizeof(size) || size > database.size()) return std::nullopt;
  Reader reader(database.substr(sizeof(size), size - sizeof(size)));
  OnwardTable table;
  std::uint16_t last = 0;
  for (std::size_t i = 0; i < literals; ++i) {
    table.rows_.push_back(reader.take<std::uint16_t>());
    last = std::max(last, table.rows_.back());
  }
  table.begins_.push_back(0);
  while (reader.has_more()) {
    for (auto steps = reader.take<std::uint8_t>(); steps > 0; --steps) {
      table.steps_.push_back(reader.take<OnwardStep>());
    }
    table.begins_.push_back(static_cast<std::uint32_t>(table.steps_.size()));
  }
  const bool whole = literals == 0 || last + 1U < table.begins_.size();
  if (!reader.ended() || !whole) return std::nullopt;
  database.remove_prefix(size);
  return table;
}

}  // namespace patrol
