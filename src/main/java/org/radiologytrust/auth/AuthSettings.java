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
  private static final String TOKENS = "tokens";
  private static final String KEYS = "rtl.auth.jwt.keys";

  private final LoginLimits limits;
  private final SessionLimits sessions;
  private final Optional<TokenRules> rules;

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
    this.rules =
        settings.text(KEYS).isEmpty()
            ? Optional.empty()
            : Optional.of(
                new TokenRules(
                    keys(settings),
                    settings.required("rtl.auth.jwt.issuer"),
                    settings.required("rtl.auth.jwt.audience"),
                    settings.required("rtl.auth.jwt.roles"),
                    refetch));
  }

  SessionLimits sessions() {
    return sessions;
  }

  private static URL keys(Settings settings) {
    String keys = settings.text(KEYS);
    try {
      if (!keys.matches("\\w+://.*")) {
        Path file = settings.path(keys);
        if (!Files.isReadable(file)) {
          throw new Settings.Wrong(KEYS + ": there is no file " + file + " that can be read");
        }
        return file.toUri().toURL();
      }
      if (keys.startsWith("https://")
          || keys.matches("http://(127\\.0\\.0\\.1|localhost|\\[::1])(:\\d+)?(/.*)?")) {
        return new URL(settings.url(KEYS));
      }
    } catch (MalformedURLException e) {
      // refused below
    }
    throw new Settings.Wrong(
        KEYS + ": " + keys + " is not a file, an https URL, or an http URL on loopback");
  }

  /** Checks that the keys of the token issuer can be read. */
  SelfCheck check() {
    if (rules.isEmpty()) {
      return SelfCheck.unused(TOKENS, KEYS + " is empty: only passwords can log in");
    }
    // the start may go on without an issuer, but not without a configured file
    return rules.get().keys().getProtocol().equals("file")
        ? SelfCheck.required(TOKENS, this::answer)
        : SelfCheck.doctor(TOKENS, () -> List.of(answer()));
  }

  private SelfCheckResult answer() {
    try (BearerTokens tokens = new BearerTokens(rules.orElseThrow())) {
      return SelfCheckResult.of(
          TOKENS, tokens.problem().map(p -> KEYS + ": " + p), "the issuer's keys were read");
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
    Optional<BearerTokens> tokens = rules.map(BearerTokens::new);
    tokens
        .flatMap(BearerTokens::problem)
        .ifPresent(
            problem -> LoggerFactory.getLogger(AuthSettings.class).error("{}: {}", KEYS, problem));
    return new Authentication(state, tokens, limits, meters);
  }
}
