package org.radiologytrust.auth;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.radiologytrust.auth.login.Authentication;
import org.radiologytrust.auth.login.BearerTokens;
import org.radiologytrust.auth.login.ClusterLogins;
import org.radiologytrust.auth.login.LocalLogins;
import org.radiologytrust.auth.login.LoginLimits;
import org.radiologytrust.auth.login.LoginState;
import org.radiologytrust.auth.login.SessionLimits;
import org.radiologytrust.auth.login.TokenRules;
import org.radiologytrust.auth.users.UsersFile;
import org.radiologytrust.feature.SelfCheck;
import org.radiologytrust.feature.SelfCheckResult;
import org.radiologytrust.journal.logins.Shared;
import org.radiologytrust.settings.Settings;
import org.slf4j.LoggerFactory;

/**
 * The settings {@code rtl.auth.*} and {@code rtl.session.*}; opens the {@link Authentication} that
 * they describe.
 */
final class AuthSettings {
  private static final String KEYS = "rtl.auth.jwt.keys";
  private static final String DRAGON_KEYS = "rtl.dragon.keys";

  private final LoginLimits limits;
  private final SessionLimits sessions;
  private final List<Issuer> issuers;

  /**
   * An issuer of tokens.
   *
   * @param check name of its check
   * @param keys the setting that names its keys
   * @param unused why there is none
   * @param rules empty if its keys are not set
   */
  private record Issuer(String check, String keys, String unused, Optional<TokenRules> rules) {}

  /**
   * @throws Settings.Wrong when a value is invalid
   */
  AuthSettings(Settings settings) {
    this.limits =
        new LoginLimits(
            settings.duration("rtl.auth.delay"),
            settings.number("rtl.auth.failures", 1, 1_000_000),
            settings.duration("rtl.auth.failures-window"),
            settings.duration("rtl.auth.remember"),
            settings.number("rtl.auth.checks", 1, 1000),
            settings.number("rtl.auth.queue", 1, 100_000));
    this.sessions =
        new SessionLimits(
            settings.interval("rtl.session.idle"),
            settings.interval("rtl.session.longest"),
            settings.number("rtl.session.of-one-user", 1, 1000));
    Duration refetch = settings.duration("rtl.auth.jwt.refetch");
    Duration longest = settings.interval("rtl.auth.jwt.longest");
    issuers =
        List.of(
            new Issuer(
                "tokens",
                KEYS,
                "only passwords can log in",
                keys(settings, KEYS)
                    .map(
                        keys ->
                            new TokenRules(
                                keys,
                                settings.required("rtl.auth.jwt.issuer"),
                                settings.required("rtl.auth.jwt.audience"),
                                settings.required("rtl.auth.jwt.roles"),
                                Set.of(),
                                refetch,
                                longest))),
            new Issuer(
                "dragon-tokens",
                DRAGON_KEYS,
                "Dragon Copilot cannot log in",
                keys(settings, DRAGON_KEYS)
                    .map(
                        keys ->
                            new TokenRules(
                                keys,
                                settings.required("rtl.dragon.issuer"),
                                settings.required("rtl.dragon.audience"),
                                "",
                                callers(settings),
                                refetch,
                                longest))));
    requireTwo(issuers.stream().flatMap(issuer -> issuer.rules().stream()).toList());
  }

  private static Set<String> callers(Settings settings) {
    settings.required("rtl.dragon.callers");
    return Set.copyOf(settings.list("rtl.dragon.callers"));
  }

  /** By its issuer it is found which rules a token has to keep. */
  private static void requireTwo(List<TokenRules> rules) {
    if (rules.stream().map(TokenRules::issuer).distinct().count() < rules.size()) {
      throw new Settings.Wrong(
          "rtl.dragon.issuer and rtl.auth.jwt.issuer are the same: each needs an issuer of its own");
    }
  }

  SessionLimits sessions() {
    return sessions;
  }

  private static Optional<URL> keys(Settings settings, String key) {
    String keys = settings.text(key);
    if (keys.isEmpty()) {
      return Optional.empty();
    }
    try {
      if (!keys.matches("\\w+://.*")) {
        Path file = settings.path(keys);
        if (!Files.isReadable(file)) {
          throw new Settings.Wrong(key + ": there is no file " + file + " that can be read");
        }
        return Optional.of(file.toUri().toURL());
      }
      if (keys.startsWith("https://")
          || keys.matches("http://(127\\.0\\.0\\.1|localhost|\\[::1])(:\\d+)?(/.*)?")) {
        return Optional.of(new URL(settings.url(key)));
      }
    } catch (MalformedURLException e) {
      // refused below
    }
    throw new Settings.Wrong(
        key + ": " + keys + " is not a file, an https URL, or an http URL on loopback");
  }

  /** Checks that the keys of each issuer can be read. */
  List<SelfCheck> checks() {
    return issuers.stream().map(AuthSettings::check).toList();
  }

  private static SelfCheck check(Issuer issuer) {
    if (issuer.rules().isEmpty()) {
      return SelfCheck.unused(issuer.check(), issuer.keys() + " is empty: " + issuer.unused());
    }
    // the start may go on without an issuer, but not without a configured file
    return issuer.rules().get().keys().getProtocol().equals("file")
        ? SelfCheck.required(issuer.check(), () -> answer(issuer))
        : SelfCheck.doctor(issuer.check(), () -> List.of(answer(issuer)));
  }

  private static SelfCheckResult answer(Issuer issuer) {
    try (BearerTokens tokens = new BearerTokens(issuer.rules().orElseThrow())) {
      return SelfCheckResult.of(
          issuer.check(),
          tokens.problem().map(p -> issuer.keys() + ": " + p),
          "the issuer's keys were read");
    }
  }

  /**
   * What logins need to know: in the database where nodes share one, else in {@code rtl.home} and
   * in memory.
   *
   * @throws IOException when the users file is invalid
   */
  LoginState state(Path home, Optional<Shared> shared, Clock clock) throws IOException {
    return shared.isPresent()
        ? new ClusterLogins(shared.get(), limits, sessions, clock)
        : new LocalLogins(UsersFile.in(home), limits);
  }

  /**
   * Opens the check of logins. When an issuer does not answer, the start goes on: the first token
   * fetches the issuer's keys again.
   */
  Authentication open(LoginState state, MeterRegistry meters) {
    return new Authentication(
        state,
        issuers.stream().flatMap(issuer -> opened(issuer).stream()).toList(),
        limits,
        meters);
  }

  private static Optional<BearerTokens> opened(Issuer issuer) {
    Optional<BearerTokens> tokens = issuer.rules().map(BearerTokens::new);
    tokens
        .flatMap(BearerTokens::problem)
        .ifPresent(
            problem ->
                LoggerFactory.getLogger(AuthSettings.class)
                    .error("{}: {}", issuer.keys(), problem));
    return tokens;
  }
}
