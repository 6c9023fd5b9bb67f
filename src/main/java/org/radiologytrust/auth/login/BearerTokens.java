package org.radiologytrust.auth.login;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JOSEObjectType;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.jwk.JWKMatcher;
import com.nimbusds.jose.jwk.JWKSelector;
import com.nimbusds.jose.jwk.source.JWKSetBasedJWKSource;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.DefaultJOSEObjectTypeVerifier;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import java.io.Closeable;
import java.io.IOException;
import java.text.ParseException;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.radiologytrust.auth.users.Role;

/**
 * Verifies bearer tokens (JWT, RFC 9068) with the keys of their issuer. Only public-key signatures
 * are accepted: {@code none}, HMAC and keys inside the token are refused. An unknown key id fetches
 * the keys again, at most as often as {@link TokenRules#refetch} allows. While the issuer does not
 * answer, its last keys stay valid.
 */
public final class BearerTokens implements AutoCloseable {
  private static final long KEEP_MILLIS = 5 * 60_000L;
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  private final TokenRules rules;
  private final JWKSource<SecurityContext> keys;
  private final DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();

  /** The token is not accepted. The message says why and quotes nothing of the token. */
  static final class Refused extends Exception {
    Refused(String message) {
      super(message);
    }
  }

  public BearerTokens(TokenRules rules) {
    this(rules, System::nanoTime);
  }

  /**
   * @param nanos a monotonic clock
   */
  BearerTokens(TokenRules rules, LongSupplier nanos) {
    this.rules = rules;
    JWKSource<SecurityContext> cached =
        JWKSourceBuilder.create(rules.keys(), new KeyRetriever())
            .cache(KEEP_MILLIS, KeyRetriever.LONGEST_MILLIS)
            .refreshAheadCache(false)
            .rateLimited(rules.refetch().toMillis())
            .outageTolerant(true)
            .build();
    this.keys =
        new JWKSetBasedJWKSource<>(
            new MonotonicKeySource(
                ((JWKSetBasedJWKSource<SecurityContext>) cached).getJWKSetSource(), nanos));
    processor.setJWSTypeVerifier(
        new DefaultJOSEObjectTypeVerifier<>(
            JOSEObjectType.JWT, new JOSEObjectType("at+jwt"), null));
    processor.setJWSKeySelector(new JWSVerificationKeySelector<>(ALGORITHMS, keys));
    processor.setJWTClaimsSetVerifier(new TokenTimes(rules));
  }

  /**
   * Fetches the keys unless they are known.
   *
   * @return why there are none; empty when there are
   */
  public Optional<String> problem() {
    try {
      return keys.get(new JWKSelector(new JWKMatcher.Builder().build()), null).isEmpty()
          ? Optional.of("there is no key in it")
          : Optional.empty();
    } catch (KeySourceException e) {
      return Optional.of("it cannot be read as a JWK set");
    }
  }

  /**
   * @throws Refused unless the token is from the issuer, for our audience, and valid now
   */
  Login verify(String token) throws Refused {
    try {
      JWTClaimsSet claims = processor.process(token, null);
      return rules.callers().isEmpty() ? person(claims) : program(claims);
    } catch (KeySourceException e) {
      throw new Refused("the keys for its token are unknown or cannot be fetched");
    } catch (ParseException e) {
      throw new Refused("its token is refused: it is no JWT");
    } catch (BadJOSEException | JOSEException e) {
      throw new Refused("its token is refused: " + words(e));
    }
  }

  private Login person(JWTClaimsSet claims) {
    Object name = claims.getClaim("preferred_username");
    return new Login(
        name instanceof String s && !s.isBlank() ? s : claims.getSubject(), roles(claims));
  }

  /**
   * A program of another organisation, by the contract for reporting systems. A token that lacks a
   * claim is valid and may do nothing; a claim with another value makes it a wrong one.
   *
   * @throws Refused if it is a token of a person, or of another program
   */
  private Login program(JWTClaimsSet claims) throws Refused {
    Object kind = claims.getClaim("idtyp");
    Object caller = claims.getClaim("azp");
    if (kind == null || caller == null) {
      return new Login("a program without a name", Set.of());
    }
    if (!"app".equals(kind)) {
      throw new Refused("its token is refused: it is not of a program (idtyp)");
    }
    if (!(caller instanceof String id) || !rules.callers().contains(id)) {
      throw new Refused("its token is refused: the program is not known here (azp)");
    }
    return new Login(id, Set.of(Role.CHECKER));
  }

  /** Whether a token says that it is of this issuer; nothing of it was verified. */
  boolean isOf(String token) {
    try {
      return rules.issuer().equals(JWTParser.parse(token).getJWTClaimsSet().getIssuer());
    } catch (ParseException e) {
      return false;
    }
  }

  /** The library's message, cut before the first character that may begin a quotation. */
  private static String words(Exception e) {
    return String.valueOf(e.getMessage()).replaceFirst("(?s)[^A-Za-z: ].*", "").strip();
  }

  private Set<Role> roles(JWTClaimsSet claims) {
    return values(claims).map(Role::of).flatMap(Optional::stream).collect(Collectors.toSet());
  }

  /** Values of the roles claim, found by its name or by its path through nested claims. */
  private Stream<String> values(JWTClaimsSet claims) {
    Object found = claims.getClaim(rules.roles());
    if (found == null) {
      found = claims.getClaims();
      for (String step : List.of(rules.roles().split("\\."))) {
        found = found instanceof Map<?, ?> map ? map.get(step) : null;
      }
    }
    if (found instanceof Collection<?> list) {
      return list.stream().filter(Objects::nonNull).map(Object::toString);
    }
    return found instanceof String text ? Arrays.stream(text.split("[ ,]+")) : Stream.empty();
  }

  @Override
  public void close() {
    try {
      if (keys instanceof Closeable closeable) {
        closeable.close();
      }
    } catch (IOException e) {
      // nothing to release
    }
  }
}
