package org.radiologytrust.tls;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;
import org.radiologytrust.settings.Settings;

/**
 * How a command calls the HTTP server of the same settings. It trusts exactly the configured
 * certificate, so it needs no CA, and the address may be another one than the certificate names.
 */
public final class OwnServer {
  private OwnServer() {}

  /**
   * Empty where the server has no TLS.
   *
   * @throws Settings.Wrong when a file is invalid
   */
  public static Optional<SSLContext> context(Settings settings) {
    // checks that certificate and key belong together
    if (TlsSettings.listener(settings, TlsSettings.HTTP).isEmpty()) {
      return Optional.empty();
    }
    try {
      PemFile certificate = file(settings, "certificate");
      PemFile key = file(settings, "key");
      List<X509Certificate> chain = certificate.certificates(certificate.read());
      KeyStore own = KeyStore.getInstance("PKCS12");
      own.load(null, null);
      char[] password = new char[0];
      own.setKeyEntry("own", key.key(key.read()), password, chain.toArray(X509Certificate[]::new));
      KeyManagerFactory keys =
          KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(own, password);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), new TrustManager[] {new Only(chain.get(0))}, null);
      return Optional.of(context);
    } catch (TlsProblem e) {
      throw new Settings.Wrong("tls", e.getMessage());
    } catch (GeneralSecurityException | IOException e) {
      throw new Settings.Wrong(
          "tls",
          "rtl.http.tls.certificate cannot be used: it or its key is damaged; write them again");
    }
  }

  private static PemFile file(Settings settings, String name) {
    String key = TlsSettings.HTTP + ".tls." + name;
    return new PemFile(key, settings.file(key).orElseThrow());
  }

  /** Trusts one certificate. It is extended so that the host name is not compared. */
  private static final class Only extends X509ExtendedTrustManager {
    private final X509Certificate certificate;

    Only(X509Certificate certificate) {
      this.certificate = certificate;
    }

    private void check(X509Certificate[] chain) throws CertificateException {
      if (chain.length == 0 || !chain[0].equals(certificate)) {
        throw new CertificateException("the server has another certificate than the settings name");
      }
      chain[0].checkValidity();
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      check(chain);
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type)
        throws CertificateException {
      throw new CertificateException("no client is trusted here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket)
        throws CertificateException {
      throw new CertificateException("no client is trusted here");
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
        throws CertificateException {
      throw new CertificateException("no client is trusted here");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
