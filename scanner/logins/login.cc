#include "scanner/logins/login.h"

namespace patrol {

Verification logged_in(const LoginRequest& request, const std::string& server) {
  return {.status = LiveStatus::kLive,
          .detail = "logged in: " + server,
          .account = request.user};
}

Verification let_in_nowhere(const LoginRequest& request,
                            const std::string& why) {
  return {.status = LiveStatus::kRestricted,
          .detail = "right, and let in nowhere: " + why,
          .account = request.user};
}

Verification refused(const std::string& why) {
  return {.status = LiveStatus::kDead, .detail = "refused: " + why};
}

}  // namespace patrol
