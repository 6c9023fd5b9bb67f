package org.radiologytrust.tls;

import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;

/** The files of one SSLContext: our own certificate, the trusted CAs, or both. */
public final class TlsFiles {
  /** How long a client may resume a session without presenting its certificate again, seconds. */
  private static final int SESSION_SECONDS = 600;

  private final @Nullable PemFile certificate;
  private final @Nullable PemFile key;
  private final @Nullable PemFile trusted;

  /** Whether the JVM's CAs are trusted in addition to those of the file. */
  private final boolean andTheJvm;

  private TlsFiles(
      @Nullable PemFile certificate,
      @Nullable PemFile key,
      @Nullable PemFile trusted,
      boolean andTheJvm) {
    this.certificate = certificate;
    this.key = key;
    this.trusted = trusted;
    this.andTheJvm = andTheJvm;
  }

  /**
   * For a listener.
   *
   * @param certificate our chain, our own certificate first
   * @param trusted the CAs of clients; empty when clients need no certificate
   */
  public static TlsFiles listener(PemFile certificate, PemFile key, Optional<PemFile> trusted) {
    return new TlsFiles(certificate, key, trusted.orElse(null), false);
  }

  /**
   * For a client. At least one argument must be present, and a certificate needs its key.
   *
   * @param certificate client certificate with its chain
   * @param trusted the CAs of servers; empty for those of the JVM
   */
  public static TlsFiles client(
      Optional<PemFile> certificate, Optional<PemFile> key, Optional<PemFile> trusted) {
    return new TlsFiles(certificate.orElse(null), key.orElse(null), trusted.orElse(null), false);
  }

  /**
   * For a client that trusts more CAs.
   *
   * @param trusted CAs of servers, in addition to those of the JVM
   */
  public static TlsFiles outgoing(PemFile trusted) {
    return new TlsFiles(null, null, trusted, true);
  }

  /** Whether clients must present a certificate. */
  boolean clientCertificate() {
    return certificate != null && trusted != null;
  }

  /** The current contents, to compare and to load; a missing file is an empty array. */
  List<byte[]> read() throws TlsProblem {
    List<byte[]> all = new ArrayList<>();
    for (PemFile file : Arrays.asList(certificate, key, trusted)) {
      all.add(file == null ? new byte[0] : file.read());
    }
    return all;
  }

  /**
   * Loads the files without using them.
   *
   * @return when the certificates of each file expire
   * @throws TlsProblem when the files are invalid
   */
  public List<CertificateExpiry> check(Instant now) throws TlsProblem {
    return load(read(), now).expiries();
  }

  /**
   * @param expiries one for each file with certificates
   */
  record Loaded(SSLContext context, List<CertificateExpiry> expiries) {
    /** A message when our own chain has expired. */
    Optional<String> expired(Instant now) {
      return expiries.stream()
          .filter(e -> e.file().setting().endsWith(".certificate") && e.past(now))
          .map(e -> e.file().problem("has expired on " + e.date() + ": renew it").getMessage())
          .findFirst();
    }
  }

  /**
   * @param contents result of {@link #read}
   * @throws TlsProblem when the files are invalid or our own chain has expired
   */
  Loaded load(List<byte[]> contents, Instant now) throws TlsProblem {
    List<CertificateExpiry> expiries = new ArrayList<>();
    try {
      KeyManager @Nullable [] keys = null;
      TrustManager @Nullable [] trust = null;
      if (certificate != null) {
        List<X509Certificate> chain = certificate.certificates(contents.get(0));
        expiries.add(CertificateExpiry.first(certificate, chain));
        keys = keys(chain, key.key(contents.get(1)), now);
      }
      if (trusted != null) {
        List<X509Certificate> cas = trusted.certificates(contents.get(2));
        expiries.add(CertificateExpiry.first(trusted, cas));
        trust = trust(cas);
      }
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys, trust, null);
      context.getServerSessionContext().setSessionTimeout(SESSION_SECONDS);
      Loaded loaded = new Loaded(context, expiries);
      Optional<String> expired = loaded.expired(now);
      if (expired.isPresent()) {
        throw new TlsProblem(expired.get());
      }
      return loaded;
    } catch (GeneralSecurityException | java.io.IOException e) {
      PemFile named = certificate == null ? trusted : certificate;
      throw named.problem("cannot be used: it is damaged, or does not fit its key; write it again");
    }
  }

  private KeyManager[] keys(List<X509Certificate> chain, PrivateKey own, Instant now)
      throws TlsProblem, GeneralSecurityException, java.io.IOException {
    for (X509Certificate each : chain) {
      if (now.isBefore(each.getNotBefore().toInstant())) {
        throw certificate.problem("is not valid yet: check it, and this machine's clock");
      }
    }
    if (!belongs(own, chain.get(0))) {
      throw key.problem(
          "is not the key of the first certificate in "
              + certificate.setting()
              + ": name the two that were made together");
    }
    for (int i = 1; i < chain.size(); i++) {
      if (!chain
          .get(i - 1)
          .getIssuerX500Principal()
          .equals(chain.get(i).getSubjectX500Principal())) {
        throw certificate.problem(
            "is no chain: first our certificate, then the one that issued it, and so on");
      }
    }
    KeyStore store = empty();
    char[] password = new char[0];
    store.setKeyEntry("own", own, password, chain.toArray(X509Certificate[]::new));
    KeyManagerFactory factory =
        KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, password);
    return factory.getKeyManagers();
  }

  /** Whether the certificate verifies what the key signs. */
  private static boolean belongs(PrivateKey key, X509Certificate certificate)
      throws GeneralSecurityException {
    if (!key.getAlgorithm().equals(certificate.getPublicKey().getAlgorithm())) {
      return false;
    }
    String algorithm =
        switch (key.getAlgorithm()) {
          case "RSA" -> "SHA256withRSA";
          case "EC" -> "SHA256withECDSA";
          default -> key.getAlgorithm();
        };
    byte[] text = {1};
    Signature signature = Signature.getInstance(algorithm);
    signature.initSign(key);
    signature.update(text);
    byte[] signed = signature.sign();
    signature.initVerify(certificate.getPublicKey());
    signature.update(text);
    try {
      return signature.verify(signed);
    } catch (SignatureException e) {
      // the signature has another length than the certificate's key gives
      return false;
    }
  }

  private TrustManager[] trust(List<X509Certificate> cas)
      throws GeneralSecurityException, java.io.IOException {
    List<X509Certificate> all = new ArrayList<>(cas);
    if (andTheJvm) {
      all.addAll(ofTheJvm());
    }
    KeyStore store = empty();
    for (int i = 0; i < all.size(); i++) {
      store.setCertificateEntry("ca" + i, all.get(i));
    }
    return managers(store);
  }

  private static List<X509Certificate> ofTheJvm() throws GeneralSecurityException {
    List<X509Certificate> all = new ArrayList<>();
    for (TrustManager manager : managers(null)) {
      if (manager instanceof X509TrustManager x509) {
        all.addAll(List.of(x509.getAcceptedIssuers()));
      }
    }
    return all;
  }

  private static TrustManager[] managers(@Nullable KeyStore store) throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static KeyStore empty() throws GeneralSecurityException, java.io.IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }
}
