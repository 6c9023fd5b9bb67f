package org.radiologytrust.auth.login;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;
import org.radiologytrust.auth.users.Account;
import org.radiologytrust.auth.users.Passwords;
import org.radiologytrust.auth.users.Role;
import org.radiologytrust.auth.users.Users;
import org.radiologytrust.runtime.DaemonThreads;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Checks logins: passwords against the users, tokens against the keys of their issuer. Hashing is
 * slow on purpose, so a correct password is remembered for a while, but no longer than the user is
 * unchanged. The log never contains a name that somebody tried.
 */
public final class Authentication implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Authentication.class);
  private static final int REMEMBERED = 1000;
  private static final String HMAC = "HmacSHA256";

  private final Users users;
  private final List<BearerTokens> tokens;
  private final LoginLimits limits;
  private final FailedLogins failures;
  private final ExecutorService hashers;
  private final ExecutorService verifiers;
  private final Counter accepted;
  private final Counter refused;
  private final SecretKeySpec key;
  private final String nobody;

  /**
   * Correct logins and logins being checked; the key is a digest that only this process can
   * compute.
   */
  private final AsyncCache<String, Boolean> right;

  /** Result of checking a login. */
  public enum Answer {
    RIGHT,
    WRONG,
    TOO_MANY_FAILURES,
    TOO_BUSY
  }

  /**
   * @param login who logged in; only with {@link Answer#RIGHT}
   */
  public record Outcome(Answer answer, @Nullable Login login) {
    static CompletableFuture<Outcome> of(Answer answer) {
      return CompletableFuture.completedFuture(new Outcome(answer, null));
    }
  }

  /**
   * @param tokens one for each issuer; empty when tokens are not accepted
   */
  public Authentication(
      LoginState state, List<BearerTokens> tokens, LoginLimits limits, MeterRegistry meters) {
    this(state, tokens, limits, meters, Passwords.NOBODY);
  }

  /**
   * @param nobody the hash that is compared with the password of an unknown name
   */
  Authentication(
      LoginState state,
      List<BearerTokens> tokens,
      LoginLimits limits,
      MeterRegistry meters,
      String nobody) {
    this.nobody = nobody;
    this.users = state.users();
    this.tokens = List.copyOf(tokens);
    this.limits = limits;
    this.failures = state.failures();
    this.hashers = DaemonThreads.pool("login", limits.hashes(), limits.queue());
    this.verifiers = DaemonThreads.pool("token", limits.hashes(), limits.queue());
    this.accepted = counter(meters, "accepted");
    this.refused = counter(meters, "refused");
    byte[] random = new byte[32];
    new SecureRandom().nextBytes(random);
    this.key = new SecretKeySpec(random, HMAC);
    this.right =
        Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterWrite(limits.remember())
            .buildAsync();
  }

  private static Counter counter(MeterRegistry meters, String outcome) {
    return Counter.builder("rtl.logins")
        .description("Logins that were checked; a password that is remembered is not")
        .tag("outcome", outcome)
        .register(meters);
  }

  public boolean takesTokens() {
    return !tokens.isEmpty();
  }

  public LoginLimits limits() {
    return limits;
  }

  /**
   * @param authorization value of the header {@code Authorization}
   * @param address IP address of the client
   */
  public CompletableFuture<Outcome> check(String authorization, String address) {
    Optional<Credentials> given = Credentials.of(authorization);
    try {
      if (given.orElse(null) instanceof Credentials.Basic basic) {
        return password(basic, address);
      }
      if (given.orElse(null) instanceof Credentials.Bearer bearer && takesTokens()) {
        return token(bearer.token(), address);
      }
      return CompletableFuture.completedFuture(
          wrong(address, "it is neither Basic nor an accepted kind of token"));
    } catch (RejectedExecutionException e) {
      return Outcome.of(Answer.TOO_BUSY);
    }
  }

  /** The user as it is now. */
  Optional<Account> account(String name) {
    return users.find(name);
  }

  /**
   * @throws RejectedExecutionException if too many log-ins wait
   */
  CompletableFuture<Outcome> password(Credentials.Basic given, String address) {
    Optional<Account> account = users.find(given.name());
    String hash = account.map(Account::hash).orElse(nobody);
    String digest = digest(given, hash);
    CompletableFuture<Boolean> known = right.getIfPresent(digest);
    if (known == null) {
      if (failures.tooMany(address)) {
        refused.increment();
        return Outcome.of(Answer.TOO_MANY_FAILURES);
      }
      known =
          right.get(
              digest,
              (d, any) ->
                  CompletableFuture.supplyAsync(() -> verified(account, hash, given), hashers));
    }
    return known.thenApply(
        ok ->
            ok == null
                ? wrong(address, "name or password is wrong")
                : right(given.name(), account.get().role()));
  }

  /**
   * True or {@code null}: the cache does not keep {@code null}, so a wrong login is not remembered.
   */
  private @Nullable Boolean verified(
      Optional<Account> account, String hash, Credentials.Basic given) {
    if (Passwords.verify(hash, given.password()) && account.isPresent()) {
      accepted.increment();
      return Boolean.TRUE;
    }
    return null;
  }

  private CompletableFuture<Outcome> token(String token, String address) {
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            Login login = issuer(token).verify(token);
            accepted.increment();
            return new Outcome(Answer.RIGHT, login);
          } catch (BearerTokens.Refused e) {
            return wrong(address, e.getMessage());
          }
        },
        verifiers);
  }

  /** The keys of one issuer never vouch for another; what names no known one is refused. */
  private BearerTokens issuer(String token) {
    return tokens.stream().filter(t -> t.isOf(token)).findFirst().orElse(tokens.get(0));
  }

  private static Outcome right(String name, Role role) {
    return new Outcome(Answer.RIGHT, new Login(Passwords.normal(name), Set.of(role)));
  }

  private Outcome wrong(String address, String why) {
    refused.increment();
    // at most one line for each failure within the limit
    if (failures.add(address)) {
      LOG.warn("A login from {} was refused: {}", address, why);
      if (failures.tooMany(address)) {
        LOG.warn(
            "Too many logins from {} failed: passwords from there are refused for {}",
            address,
            limits.window());
      }
    }
    return new Outcome(Answer.WRONG, null);
  }

  /** Includes the hash, so that a changed password makes the old digest useless. */
  private String digest(Credentials.Basic given, String hash) {
    try {
      Mac mac = Mac.getInstance(HMAC);
      mac.init(key);
      for (String part : new String[] {given.name(), hash, given.password()}) {
        byte[] bytes = part.getBytes(StandardCharsets.UTF_8);
        mac.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        mac.update(bytes);
      }
      return Base64.getEncoder().encodeToString(mac.doFinal());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + HMAC, e);
    }
  }

  @Override
  public void close() {
    hashers.shutdownNow();
    verifiers.shutdownNow();
    tokens.forEach(BearerTokens::close);
  }
}
