#include "scanner/report/json_fields.h"

#include <algorithm>
#include <utility>

#include "scanner/core/codec.h"
#include "scanner/core/utc_time.h"

namespace patrol {

const OrderedJson* JsonFields::find(std::string_view key) {
  if (!json_.is_object()) return nullptr;
  const auto at = json_.find(std::string(key));
  if (at == json_.end()) return nullptr;
  ++asked_;
  return &*at;
}

const OrderedJson& JsonFields::at(std::string_view key) {
  static const OrderedJson kNone;
  if (const OrderedJson* value = find(key)) return *value;
  if (json_.is_object()) fault(key, "is missing");
  return kNone;
}

std::optional<std::string> JsonFields::text_if_any(std::string_view key) {
  const OrderedJson* value = find(key);
  if (value == nullptr) return std::nullopt;
  return text_of(key, *value);
}

std::uint64_t JsonFields::number(std::string_view key, std::uint64_t most) {
  const OrderedJson& value = at(key);
  if (!value.is_number_unsigned()) {
    fault(key, "is not a number");
    return 0;
  }
  const auto number = value.get<std::uint64_t>();
  if (number > most) fault(key, "is too large");
  return std::min(number, most);
}

bool JsonFields::flag(std::string_view key) {
  const OrderedJson& value = at(key);
  if (!value.is_boolean()) fault(key, "is not true or false");
  return value == OrderedJson(true);
}

std::int64_t JsonFields::time(std::string_view key) {
  const auto time = parse_utc_time(text(key));
  if (!time) fault(key, "is not a time such as 2026-11-23T20:00:00Z");
  return time.value_or(0);
}

std::string JsonFields::name(std::string_view key) {
  const std::string bytes_key = std::string(key) + "_b64";
  std::string shown = text_if_any(key).value_or("");
  const auto encoded = text_if_any(bytes_key);
  if (!encoded) return shown;
  auto bytes = decode_base64(*encoded);
  if (!bytes) fault(bytes_key, "is not base64");
  return bytes ? *std::move(bytes) : shown;
}

std::string JsonFields::text_of(std::string_view key,
                                const OrderedJson& value) const {
  if (value.is_string()) return value.get<std::string>();
  fault(key, "is not a text");
  return {};
}

}  // namespace patrol
