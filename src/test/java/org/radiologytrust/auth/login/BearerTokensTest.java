package org.radiologytrust.auth.login;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jwt.JWTClaimsSet;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.radiologytrust.auth.Issuer;
import org.radiologytrust.auth.users.Role;

@Tag("integration")
class BearerTokensTest {
  private static final Duration LONGEST = Duration.ofHours(48);

  private Issuer issuer;
  private BearerTokens tokens;

  @BeforeEach
  void start() throws Exception {
    issuer = new Issuer();
    tokens = tokens(issuer.keys(), "roles", Duration.ofMinutes(1));
  }

  @AfterEach
  void stop() {
    tokens.close();
    issuer.close();
  }

  private static BearerTokens tokens(String keys, String roles, Duration refetch) throws Exception {
    return new BearerTokens(
        new TokenRules(
            URI.create(keys).toURL(),
            Issuer.NAME,
            Issuer.AUDIENCE,
            roles,
            Set.of(),
            refetch,
            LONGEST));
  }

  private void refused(String why, String token) {
    BearerTokens.Refused e = assertThrows(BearerTokens.Refused.class, () -> tokens.verify(token));
    assertTrue(e.getMessage().contains(why), e.getMessage());
  }

  @Test
  void aTokenOfTheIssuerForUsIsTaken() throws Exception {
    assertEquals(
        new Login("Grete Müller", Set.of(Role.VIEWER)),
        tokens.verify(issuer.token(Issuer.claims())));
    assertEquals(
        "f1d2",
        tokens.verify(issuer.token(Issuer.claims().claim("preferred_username", null))).name());
  }

  @Test
  void aTokenThatIsNotForNowForUsOrFromTheIssuerIsRefused() {
    refused("Expired JWT", issuer.token(Issuer.claims().expirationTime(Issuer.in(-60))));
    refused("required claims", issuer.token(Issuer.claims().expirationTime(null)));
    refused("before use time", issuer.token(Issuer.claims().notBeforeTime(Issuer.in(300))));
    refused("issued in the future", issuer.token(Issuer.claims().issueTime(Issuer.in(300))));
    refused("expires too late", issuer.token(Issuer.claims().expirationTime(Issuer.in(49 * 3600))));
    refused("iss claim", issuer.token(Issuer.claims().issuer("https://evil.example")));
    refused("required claims", issuer.token(Issuer.claims().issuer(null)));
    refused("aud claim", issuer.token(Issuer.claims().audience("other")));
    refused("aud claim", issuer.token(Issuer.claims().audience((String) null)));
    refused("required claims", issuer.token(Issuer.claims().subject(null)));
  }

  @Test
  void onlyTheIssuersSignatureCounts() {
    refused("Unsecured", Issuer.unsigned());
    refused("Another algorithm expected", issuer.byPublicText());
    refused("Invalid signature", Issuer.withItsOwnKey());
    refused("Invalid signature", Issuer.token(Issuer.claims(), Issuer.rsa("k1")));
    refused("Another algorithm expected", Issuer.token(Issuer.claims(), Issuer.rsa("unknown")));
    String good = issuer.token(Issuer.claims());
    String[] parts = good.split("\\.");
    String operator = issuer.token(Issuer.claims().claim("roles", "operator")).split("\\.")[1];
    refused("Invalid signature", parts[0] + "." + operator + "." + parts[2]);
    refused("is refused", parts[0] + "." + parts[1] + ".");
    refused("is refused", "abc");
    refused("is refused", "");
  }

  @Test
  void whatIsSaidOfARefusedTokenQuotesNothingOfIt() {
    for (String token :
        List.of(
            issuer.token(Issuer.claims().issuer("Canary\nforged line")),
            issuer.token(Issuer.claims().audience("Canary")),
            "Canary.Canary.Canary")) {
      BearerTokens.Refused e = assertThrows(BearerTokens.Refused.class, () -> tokens.verify(token));
      assertFalse(e.getMessage().contains("Canary"), e.getMessage());
      assertFalse(e.getMessage().contains("\n"), e.getMessage());
    }
  }

  @Test
  void rolesAreTheHighestOfOursWhereverTheClaimIs() throws Exception {
    assertEquals(
        Set.of(Role.VIEWER, Role.SENDER), role("roles", "roles", List.of("viewer", "sender")));
    assertEquals(Set.of(Role.VIEWER, Role.REVIEWER), role("roles", "roles", "viewer reviewer"));
    assertEquals(Set.of(), role("roles", "roles", List.of("OPERATOR", "admin")));
    assertEquals(Set.of(), role("roles", "roles", 7));
    assertEquals(Set.of(), role("nowhere.roles", "roles", "operator"));
    assertEquals(
        Set.of(Role.REVIEWER),
        role("realm_access.roles", "realm_access", Map.of("roles", List.of("reviewer"))));
    assertEquals(
        Set.of(Role.VIEWER),
        role("https://hospital.example/roles", "https://hospital.example/roles", "viewer"));
  }

  private Set<Role> role(String path, String claim, Object value) throws Exception {
    JWTClaimsSet.Builder claims = Issuer.claims().claim("roles", null).claim(claim, value);
    try (BearerTokens others = tokens(issuer.keys(), path, Duration.ofMinutes(1))) {
      return others.verify(issuer.token(claims)).roles();
    }
  }

  @Test
  void aNewKeyIsFetchedButUnknownOnesDoNotFloodTheIssuer() throws Exception {
    assertEquals(Optional.empty(), tokens.problem());
    tokens.verify(issuer.token(Issuer.claims()));
    tokens.verify(issuer.token(Issuer.claims()));
    assertEquals(1, issuer.fetches());
    issuer.rotate("k2");
    tokens.verify(issuer.token(Issuer.claims()));
    assertEquals(2, issuer.fetches());
    for (int i = 0; i < 50; i++) {
      refused("keys for its token", Issuer.token(Issuer.claims(), Issuer.ec("u" + i)));
    }
    assertTrue(issuer.fetches() <= 3, "fetches: " + issuer.fetches());
    tokens.verify(issuer.token(Issuer.claims()));
  }

  /** One host would otherwise decide who may log in at another. */
  @Test
  @Tag("safety")
  void keysAreNotFetchedFromWhereTheirAddressLeads() throws Exception {
    try (Issuer other = new Issuer()) {
      for (int status : new int[] {301, 302, 303, 307, 308}) {
        issuer.redirect(status, other.keys());
        try (BearerTokens led = tokens(issuer.keys(), "roles", Duration.ofMillis(1))) {
          assertEquals(Optional.of("it cannot be read as a JWK set"), led.problem());
          String foreign = other.token(Issuer.claims());
          assertThrows(BearerTokens.Refused.class, () -> led.verify(foreign));
        }
      }
      assertEquals(0, other.fetches());
    }
  }

  /** By a monotonic clock alone: the wall clock does not move here. */
  @Test
  @Tag("safety")
  void timeThatPassesLetsNewKeysBeFetchedWhateverTheClockIsSetTo() throws Exception {
    AtomicLong nanos = new AtomicLong();
    try (BearerTokens steady =
        new BearerTokens(
            new TokenRules(
                URI.create(issuer.keys()).toURL(),
                Issuer.NAME,
                Issuer.AUDIENCE,
                "roles",
                Set.of(),
                Duration.ofMinutes(1),
                LONGEST),
            nanos::get)) {
      steady.verify(issuer.token(Issuer.claims()));
      for (int i = 0; i < 10; i++) {
        String unknown = Issuer.token(Issuer.claims(), Issuer.ec("u" + i));
        assertThrows(BearerTokens.Refused.class, () -> steady.verify(unknown));
      }
      issuer.rotate("k2");
      String fresh = issuer.token(Issuer.claims());
      assertThrows(BearerTokens.Refused.class, () -> steady.verify(fresh), "not again so soon");
      nanos.addAndGet(Duration.ofMinutes(2).toNanos());
      steady.verify(fresh);
    }
  }

  @Test
  void theLastKeysHoldWhileTheIssuerIsAway() throws Exception {
    assertEquals(Optional.empty(), tokens.problem());
    issuer.close();
    tokens.verify(issuer.token(Issuer.claims()));
    refused("Another algorithm expected", Issuer.token(Issuer.claims(), Issuer.rsa("k9")));
    tokens.verify(issuer.token(Issuer.claims()));
  }

  @Test
  void keysCanBeAFile(@TempDir Path folder) throws Exception {
    ECKey key = Issuer.ec("e1");
    Path file = Files.writeString(folder.resolve("keys.json"), new JWKSet(key).toString(true));
    try (BearerTokens others = tokens(file.toUri().toString(), "roles", Duration.ofMillis(1))) {
      assertEquals("Grete Müller", others.verify(Issuer.token(Issuer.claims(), key)).name());
      Files.writeString(file, "no keys");
      assertEquals("Grete Müller", others.verify(Issuer.token(Issuer.claims(), key)).name());
    }
    try (BearerTokens broken = tokens(file.toUri().toString(), "roles", Duration.ofMillis(1))) {
      assertEquals(Optional.of("it cannot be read as a JWK set"), broken.problem());
    }
    Files.writeString(file, "{\"keys\":[]}");
    try (BearerTokens empty = tokens(file.toUri().toString(), "roles", Duration.ofMillis(1))) {
      assertEquals(Optional.of("there is no key in it"), empty.problem());
    }
  }
}
