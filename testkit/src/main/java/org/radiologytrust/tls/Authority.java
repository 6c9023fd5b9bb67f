package org.radiologytrust.tls;

import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import java.io.IOException;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509KeyManager;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.sec.ECPrivateKey;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.openssl.PKCS8Generator;
import org.bouncycastle.openssl.jcajce.JcaPEMWriter;
import org.bouncycastle.openssl.jcajce.JcaPKCS8Generator;
import org.bouncycastle.openssl.jcajce.JceOpenSSLPKCS8EncryptorBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.util.io.pem.PemObject;

/** A CA that issues certificates for 127.0.0.1, made for a test. */
public final class Authority {
  private static final AtomicLong SERIAL = new AtomicLong(1);

  private final X500Name name;
  private final KeyPair keys;
  private final X509Certificate certificate;

  public Authority(String name) {
    this.name = new X500Name("CN=" + name);
    this.keys = keys("EC");
    Instant now = Instant.now();
    this.certificate =
        sign(this.name, keys, now.minus(Duration.ofDays(2)), now.plus(Duration.ofDays(3650)), true);
  }

  /** A certificate and its key. */
  public record Issued(X509Certificate certificate, KeyPair keys) {
    /** PKCS#8, as most tools write it. */
    public void write(Path certificateFile, Path keyFile) throws IOException {
      put(certificateFile, pem(certificate));
      put(keyFile, pem(new JcaPKCS8Generator(keys.getPrivate(), null)));
    }

    /** Show it. */
    KeyManager[] managers() throws GeneralSecurityException, IOException {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      X509Certificate[] chain = {certificate};
      store.setKeyEntry("own", keys.getPrivate(), new char[0], chain);
      KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
      factory.init(store, new char[0]);
      return factory.getKeyManagers();
    }

    /** PKCS#1 for RSA, SEC 1 for EC. */
    public String traditionalKey() throws IOException {
      PrivateKeyInfo info = PrivateKeyInfo.getInstance(keys.getPrivate().getEncoded());
      if (keys.getPrivate().getAlgorithm().equals("RSA")) {
        return pem(
            new PemObject(
                "RSA PRIVATE KEY", info.parsePrivateKey().toASN1Primitive().getEncoded()));
      }
      ECPrivateKey key = ECPrivateKey.getInstance(info.parsePrivateKey());
      // as openssl writes it, with the curve
      return pem(
          new PemObject(
              "EC PRIVATE KEY",
              new ECPrivateKey(256, key.getKey(), info.getPrivateKeyAlgorithm().getParameters())
                  .getEncoded()));
    }
  }

  public X509Certificate certificate() {
    return certificate;
  }

  public void write(Path file) throws IOException {
    put(file, pem(certificate));
  }

  public Issued issue(String name, Instant from, Instant to) {
    return issue(name, from, to, "EC");
  }

  public Issued issue(String name, Instant from, Instant to, String algorithm) {
    KeyPair own = keys(algorithm);
    return new Issued(sign(new X500Name("CN=" + name), own, from, to, false), own);
  }

  /** One that is good for a year. */
  public Issued issue(String name) {
    Instant now = Instant.now();
    return issue(name, now.minus(Duration.ofDays(1)), now.plus(Duration.ofDays(365)));
  }

  public Issued expired(String name) {
    Instant now = Instant.now();
    return issue(name, now.minus(Duration.ofDays(2)), now.minus(Duration.ofDays(1)));
  }

  /** A client that trusts this CA. */
  public SSLContext client(Issued own) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setCertificateEntry("ca", certificate);
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      KeyManager[] managers = null;
      if (own != null) {
        managers =
            new KeyManager[] {new SingleCertificateKeyManager((X509KeyManager) own.managers()[0])};
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(managers, trust.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A client that takes any certificate, an expired one too. */
  public static SSLContext trustingAnyone() {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private X509Certificate sign(
      X500Name subject, KeyPair own, Instant from, Instant to, boolean ca) {
    try {
      JcaX509v3CertificateBuilder builder =
          new JcaX509v3CertificateBuilder(
              name,
              BigInteger.valueOf(SERIAL.getAndIncrement()),
              Date.from(from),
              Date.from(to),
              subject,
              own.getPublic());
      builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(ca));
      if (!ca) {
        builder.addExtension(
            Extension.subjectAlternativeName,
            false,
            new GeneralNames(new GeneralName(GeneralName.iPAddress, "127.0.0.1")));
      }
      return new JcaX509CertificateConverter()
          .getCertificate(
              builder.build(
                  new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())));
    } catch (GeneralSecurityException | IOException | OperatorCreationException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair keys(String algorithm) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(
          algorithm.equals("RSA") ? 2048 : algorithm.equals("EC") ? 256 : 255, new SecureRandom());
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A key under a password, in PKCS#8. */
  static String locked(KeyPair keys) throws IOException, OperatorCreationException {
    return pem(
        new JcaPKCS8Generator(
            keys.getPrivate(),
            new JceOpenSSLPKCS8EncryptorBuilder(PKCS8Generator.AES_256_CBC)
                .setProvider(new BouncyCastleProvider())
                .setPassword("secret".toCharArray())
                .build()));
  }

  private static String pem(Object what) throws IOException {
    StringWriter out = new StringWriter();
    try (JcaPEMWriter writer = new JcaPEMWriter(out)) {
      writer.writeObject(what);
    }
    return out.toString();
  }

  private static void put(Path file, String content) throws IOException {
    Path fresh = file.resolveSibling(file.getFileName() + ".new");
    Files.writeString(fresh, content);
    Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING);
  }
}
