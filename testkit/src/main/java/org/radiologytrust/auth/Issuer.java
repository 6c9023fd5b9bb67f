package org.radiologytrust.auth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** An OpenID provider: signs tokens, and serves its keys on loopback. */
public final class Issuer implements AutoCloseable {
  public static final String NAME = "https://login.example/realms/hospital";
  public static final String AUDIENCE = "rtl";

  private final HttpServer server;
  private final AtomicInteger fetches = new AtomicInteger();
  private volatile RSAKey key;
  private volatile @Nullable Redirect redirect;

  private record Redirect(int status, String address) {}

  public Issuer() throws IOException {
    key = rsa("k1");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/keys",
        exchange -> {
          fetches.incrementAndGet();
          Redirect to = redirect;
          if (to != null) {
            exchange.getResponseHeaders().set("Location", to.address());
            exchange.sendResponseHeaders(to.status(), -1);
            exchange.close();
            return;
          }
          byte[] body = new JWKSet(key).toString(true).getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(200, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
  }

  public String keys() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/keys";
  }

  /** How often its keys were asked for. */
  public int fetches() {
    return fetches.get();
  }

  RSAKey key() {
    return key;
  }

  /** From now on it has another key. */
  public void rotate(String id) {
    key = rsa(id);
  }

  /** From now on it sends whoever asks for its keys to another address. */
  public void redirect(int status, String address) {
    redirect = new Redirect(status, address);
  }

  public static RSAKey rsa(String id) {
    try {
      return new RSAKeyGenerator(2048).keyID(id).generate();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  public static ECKey ec(String id) throws JOSEException {
    return new ECKeyGenerator(Curve.P_256).keyID(id).generate();
  }

  /** What a good token says. */
  public static JWTClaimsSet.Builder claims() {
    return new JWTClaimsSet.Builder()
        .issuer(NAME)
        .audience(List.of("other", AUDIENCE))
        .subject("f1d2")
        .claim("preferred_username", "Grete Müller")
        .claim("roles", List.of("offline_access", "viewer"))
        .expirationTime(in(300));
  }

  public static Date in(int seconds) {
    return Date.from(Instant.now().plusSeconds(seconds));
  }

  public String token(JWTClaimsSet.Builder claims) {
    return token(claims, key);
  }

  /** Signed by a key of the caller's choice. */
  public static String token(JWTClaimsSet.Builder claims, JWK key) {
    try {
      boolean rsa = key instanceof RSAKey;
      JWSHeader header =
          new JWSHeader.Builder(rsa ? JWSAlgorithm.RS256 : JWSAlgorithm.ES256)
              .keyID(key.getKeyID())
              .build();
      SignedJWT token = new SignedJWT(header, claims.build());
      token.sign(rsa ? new RSASSASigner(key.toRSAKey()) : new ECDSASigner(key.toECKey()));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Not signed at all. */
  public static String unsigned() {
    return new PlainJWT(claims().build()).serialize();
  }

  /** Signed by HMAC with the text of the public key, which everybody has. */
  public String byPublicText() {
    try {
      SignedJWT token =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.HS256).keyID(key.getKeyID()).build(),
              claims().build());
      token.sign(new MACSigner(key.toRSAPublicKey().getEncoded()));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** With a key of its own in the header, and signed by it. */
  public static String withItsOwnKey() {
    try {
      RSAKey own = rsa("k1");
      SignedJWT token =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("k1").jwk(own.toPublicJWK()).build(),
              claims().build());
      token.sign(new RSASSASigner(own));
      return token.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
