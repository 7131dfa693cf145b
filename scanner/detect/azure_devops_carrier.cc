#include "scanner/detect/azure_devops_carrier.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <vector>

#include "scanner/core/ascii.h"
#include "scanner/detect/azure_devops_server.h"
#include "scanner/detect/carrier.h"

namespace patrol {
namespace {

constexpr std::size_t kLongestOrganization = 50;
constexpr std::size_t kLongestName = 64;  // of a project or a feed

bool is_name_byte(char c) { return is_alnum(c) || c == '-'; }

bool is_organization(std::string_view name) {
  return !name.empty() && name.size() <= kLongestOrganization &&
         name.front() != '-' && name.back() != '-' &&
         std::ranges::all_of(name, is_name_byte);
}

bool is_one_of(std::string_view name,
               std::initializer_list<std::string_view> names) {
  return std::ranges::find(names, name) != names.end();
}

// What a URL, or a user name, says. Empty: nothing.
struct Address {
  std::string organization;
  std::string project;
  std::string feed;
};

// --- URLs ------------------------------------------------------------------

// The bytes of a slash at text[at], however it is written; 0: there is none.
std::size_t slash(std::string_view text, std::size_t at) {
  for (std::string_view form : {"/", "\\/", "%2F", "%2f"}) {
    if (text.substr(at).starts_with(form)) return form.size();
  }
  return 0;
}

bool ends_segment(std::string_view text, std::size_t at) {
  const char c = text[at];
  return static_cast<unsigned char>(c) <= ' ' || slash(text, at) != 0 ||
         std::string_view("\"'`<>?#:;,&)]}\\|@").find(c) !=
             std::string_view::npos;
}

// The segments of a path that begins at text[at], as many as are of use.
std::vector<std::string_view> segments(std::string_view text, std::size_t at) {
  constexpr std::size_t kMost = 5;
  std::vector<std::string_view> out;
  while (out.size() < kMost && at < text.size()) {
    const std::size_t mark = slash(text, at);
    if (mark == 0) break;
    at += mark;
    const std::size_t begin = at;
    while (at < text.size() && !ends_segment(text, at)) ++at;
    if (at == begin || at - begin > kLongestName) break;
    out.push_back(text.substr(begin, at - begin));
  }
  return out;
}

// What follows the organisation: [PROJECT/]_git/..., [PROJECT/]_packaging/FEED.
void read_path(std::span<const std::string_view> path, Address& out) {
  if (!path.empty() && path[0] == "DefaultCollection") path = path.subspan(1);
  if (!path.empty() && !path[0].starts_with('_')) {
    out.project = path[0];
    path = path.subspan(1);
  }
  if (path.size() >= 2 && path[0] == "_packaging") out.feed = path[1];
}

// The label that ends before text[end].
std::string_view label_before(std::string_view text, std::size_t end) {
  std::size_t begin = end;
  while (begin > 0 && is_name_byte(text[begin - 1])) --begin;
  return text.substr(begin, end - begin);
}

// `host` stands at text[at].
Address read_dev_azure(std::string_view text, std::size_t at,
                       std::string_view host) {
  std::size_t path = at + host.size();
  if (text.substr(path).starts_with(":v3")) path += 3;
  const auto names = segments(text, path);
  Address out;
  if (!names.empty() && is_organization(names[0])) {
    out.organization = names[0];
    read_path(std::span(names).subspan(1), out);
  } else if (at > 0 && text[at - 1] == '@') {
    const std::string_view user = label_before(text, at - 1);
    if (is_organization(user)) out.organization = user;
  }
  return out;
}

// Hosts below visualstudio.com that are Microsoft's own, not an organisation's.
bool is_service(std::string_view label) {
  return is_one_of(label, {"app", "code", "feeds", "marketplace", "my", "pkgs",
                           "services", "vs-ssh", "vsrm", "vssps", "www"});
}

// ORG@vs-ssh.visualstudio.com:v3/ORG/PROJECT/REPO, its path at text[path], the
// `@` behind text[user_end].
Address read_old_ssh(std::string_view text, std::size_t user_end,
                     std::size_t path) {
  constexpr std::string_view kVersion = ":v3";
  Address out;
  const std::string_view user = label_before(text, user_end);
  if (!is_organization(user)) return out;
  out.organization = user;
  if (!text.substr(path).starts_with(kVersion)) return out;
  const auto names = segments(text, path + kVersion.size());
  if (!names.empty()) read_path(std::span(names).subspan(1), out);
  return out;
}

// `host`, which begins with a dot, stands at text[at]. Ahead of it stands the
// organisation, or the organisation, a dot and a service.
Address read_visual_studio(std::string_view text, std::size_t at,
                           std::string_view host) {
  const std::size_t path = at + host.size();
  std::string_view label = label_before(text, at);
  std::size_t begin = at - label.size();
  const auto is_behind = [&](char c) {
    return begin > 0 && text[begin - 1] == c;
  };
  if (label == "vs-ssh" && is_behind('@')) {
    return read_old_ssh(text, begin - 1, path);
  }
  if (is_behind('.') && is_one_of(label, {"pkgs", "vssps", "vsrm", "feeds"})) {
    label = label_before(text, begin - 1);
    begin -= 1 + label.size();
  }
  Address out;
  if (is_behind('.') || is_service(label) || !is_organization(label)) {
    return out;
  }
  out.organization = label;
  read_path(segments(text, path), out);
  return out;
}

// --- User names ------------------------------------------------------------

// Stand in for a name: any will do where a token is the password.
bool is_stand_in(std::string_view user) {
  return is_one_of(user, {"any", "anything", "build", "user", "username",
                          "token", "pat", "x", "azuredevops", "AzureDevOps",
                          "PersonalAccessToken", "VssSessionToken"});
}

// The text between `before` and `after` that ends last in `text`.
std::string_view last_between(std::string_view text, std::string_view before,
                              std::string_view after) {
  const std::size_t end = text.rfind(after);
  if (end == std::string_view::npos) return {};
  const std::size_t begin = text.substr(0, end).rfind(before);
  if (begin == std::string_view::npos) return {};
  return text.substr(begin + before.size(), end - begin - before.size());
}

bool is_feed(std::string_view name) {
  return name.size() <= kLongestName &&
         std::ranges::all_of(name, [](char c) { return c > ' ' && c <= '~'; });
}

// <id>FEED</id> <username>ORG</username> <password> ahead of the token.
Address read_maven(std::string_view before) {
  constexpr std::string_view kServer = "<server>";
  const std::size_t server = before.rfind(kServer);
  Address out;
  if (server == std::string_view::npos) return out;
  before.remove_prefix(server);
  const std::string_view user =
      last_between(before, "<username>", "</username>");
  if (!is_organization(user) || is_stand_in(user)) return out;
  out.organization = user;
  const std::string_view id = last_between(before, "<id>", "</id>");
  if (is_feed(id)) out.feed = id;
  return out;
}

// FEEDUsername=ORG on the line ahead of FEEDPassword=.
Address read_gradle(std::string_view before) {
  Address out;
  constexpr std::string_view kPassword = "Password=";
  constexpr std::string_view kUser = "Username=";
  if (!before.ends_with(kPassword)) return out;
  before.remove_suffix(kPassword.size());
  const std::string_view feed = label_before(before, before.size());
  const std::string name = std::string(feed) + std::string(kUser);
  const std::size_t at = before.rfind(name);
  if (feed.empty() || at == std::string_view::npos) return out;
  const std::string_view rest = before.substr(at + name.size());
  const std::string_view user =
      rest.substr(0, std::min(rest.find_first_of("\r\n"), rest.size()));
  if (!is_organization(user) || is_stand_in(user)) return out;
  out.organization = user;
  out.feed = feed;
  return out;
}

// --- The nearest -----------------------------------------------------------

bool is_same(char a, char b) { return lower(a) == b; }

// The nearest of what `read` makes of each `host` in `text` to `secret`.
class Nearest {
 public:
  Nearest(std::string_view text, Span secret) : text_(text), secret_(secret) {}

  void look_for(std::string_view host,
                Address (*read)(std::string_view, std::size_t,
                                std::string_view)) {
    auto from = text_.begin();
    for (;;) {
      from = std::search(from, text_.end(), host.begin(), host.end(), is_same);
      if (from == text_.end()) return;
      const auto at = static_cast<std::size_t>(from - text_.begin());
      const std::uint64_t distance = distance_of(at, at + host.size());
      if (!found_ || distance < distance_)
        offer(read(text_, at, host), distance);
      ++from;
    }
  }

  std::optional<Address> found() const { return found_; }

 private:
  void offer(Address address, std::uint64_t distance) {
    if (address.organization.empty()) return;
    found_ = std::move(address);
    distance_ = distance;
  }

  std::uint64_t distance_of(std::uint64_t begin, std::uint64_t end) const {
    if (end <= secret_.begin) return secret_.begin - end;
    return begin >= secret_.end ? begin - secret_.end : 0;
  }

  std::string_view text_;
  Span secret_;
  std::optional<Address> found_;
  std::uint64_t distance_ = 0;
};

std::optional<Address> address_near(const CarrierWindow& window) {
  const auto& [text, secret] = window;
  Nearest nearest(text, secret);
  nearest.look_for("dev.azure.com", read_dev_azure);
  nearest.look_for(".visualstudio.com", read_visual_studio);
  if (nearest.found()) return nearest.found();
  const std::string_view before = text.substr(0, secret.begin);
  for (Address address : {read_maven(before), read_gradle(before)}) {
    if (!address.organization.empty()) return address;
  }
  return std::nullopt;
}

void add_fact(std::string_view key, const std::string& value, Facts& facts) {
  if (!value.empty()) add_new_facts({{std::string(key), value}}, facts);
}

}  // namespace

void read_azure_devops_carrier(const Place& secret, Facts& facts) {
  for (const Place* place = &secret; place; place = place->around) {
    const CarrierWindow window = carrier_window(*place);
    if (const auto address = address_near(window)) {
      add_fact("organization", address->organization, facts);
      add_fact("project", address->project, facts);
      add_fact("feed", address->feed, facts);
      return;
    }
    if (auto server = find_azure_devops_server(window.text, window.secret)) {
      add_fact("collection", server->collection, facts);
      add_fact("project", server->project, facts);
      add_fact("feed", server->feed, facts);
      return;
    }
  }
}

}  // namespace patrol
