package org.radiologytrust.auth.login;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.radiologytrust.auth.users.RandomText;

/** Links that log a user in once, within ten minutes. They exist in memory only. */
public final class OneTimeLinks {
  private static final Duration VALID = Duration.ofMinutes(10);
  private static final int MOST = 100;
  private static final int BYTES = 32;

  private final Cache<String, String> users;

  OneTimeLinks(Clock clock) {
    this.users =
        Caffeine.newBuilder()
            .maximumSize(MOST)
            .expireAfterWrite(VALID)
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
            .build();
  }

  /**
   * Makes a link.
   *
   * @return its path, such as {@code /login/...}: whoever opens it becomes this user
   */
  public String pathFor(String user) {
    String token = RandomText.of(BYTES);
    users.put(token, user);
    return "/login/" + token;
  }

  /** The user of a link, which is of no use any more. */
  Optional<String> take(String token) {
    return Optional.ofNullable(users.asMap().remove(token));
  }
}
