package org.radiologytrust.tls;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.List;
import org.bouncycastle.asn1.ASN1ObjectIdentifier;
import org.bouncycastle.asn1.pkcs.PKCSObjectIdentifiers;
import org.bouncycastle.asn1.pkcs.PrivateKeyInfo;
import org.bouncycastle.asn1.x9.X9ObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.openssl.PEMEncryptedKeyPair;
import org.bouncycastle.openssl.PEMKeyPair;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS8EncryptedPrivateKeyInfo;
import org.radiologytrust.runtime.Faults;

/**
 * A PEM file that a setting names. Messages never quote its content.
 *
 * @param setting the key of the setting, for messages
 */
public record PemFile(String setting, Path path) {
  /** Far more than a chain or a bundle of CAs needs. */
  private static final int MOST_BYTES = 4 << 20;

  byte[] read() throws TlsProblem {
    try {
      if (Files.size(path) > MOST_BYTES) {
        throw problem("is longer than " + MOST_BYTES + " bytes: name a PEM file");
      }
      return Files.readAllBytes(path);
    } catch (IOException e) {
      throw problem(
          "cannot be read (" + Faults.ofFile(e) + "): correct the path, or let this user read it");
    }
  }

  /**
   * All certificates in the file's order.
   *
   * @throws TlsProblem when there is none, or one is damaged
   */
  List<X509Certificate> certificates(byte[] content) throws TlsProblem {
    List<X509Certificate> all = new ArrayList<>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      for (Object part : parts(content)) {
        if (part instanceof X509CertificateHolder holder) {
          all.add(
              (X509Certificate)
                  factory.generateCertificate(new ByteArrayInputStream(holder.getEncoded())));
        }
      }
    } catch (IOException | CertificateException e) {
      throw problem("contains a damaged certificate: write it again as PEM");
    }
    if (all.isEmpty()) {
      throw problem("contains no certificate: name a PEM file with BEGIN CERTIFICATE");
    }
    return all;
  }

  /**
   * The first private key: PKCS#8, PKCS#1 or SEC 1.
   *
   * @throws TlsProblem when there is none, or it is encrypted or damaged
   */
  PrivateKey key(byte[] content) throws TlsProblem {
    try {
      for (Object part : parts(content)) {
        if (part instanceof PrivateKeyInfo key) {
          return key(key);
        }
        if (part instanceof PEMKeyPair pair) {
          return key(pair.getPrivateKeyInfo());
        }
        if (part instanceof PEMEncryptedKeyPair || part instanceof PKCS8EncryptedPrivateKeyInfo) {
          throw problem(
              "contains an encrypted key: store it without a password (openssl pkey), readable only"
                  + " for this user");
        }
      }
    } catch (IOException | GeneralSecurityException e) {
      throw problem("contains a damaged private key: write it again as PEM");
    }
    throw problem("contains no private key: name a PEM file with BEGIN PRIVATE KEY");
  }

  /** Converts to the JDK's classes: Bouncy Castle's converter needs its own provider for EC. */
  private static PrivateKey key(PrivateKeyInfo info) throws IOException, GeneralSecurityException {
    ASN1ObjectIdentifier algorithm = info.getPrivateKeyAlgorithm().getAlgorithm();
    String name =
        algorithm.equals(PKCSObjectIdentifiers.rsaEncryption)
            ? "RSA"
            : algorithm.equals(X9ObjectIdentifiers.id_ecPublicKey) ? "EC" : "EdDSA";
    return KeyFactory.getInstance(name).generatePrivate(new PKCS8EncodedKeySpec(info.getEncoded()));
  }

  private static List<Object> parts(byte[] content) throws IOException {
    List<Object> all = new ArrayList<>();
    try (PEMParser parser =
        new PEMParser(new StringReader(new String(content, StandardCharsets.ISO_8859_1)))) {
      for (Object part = parser.readObject(); part != null; part = parser.readObject()) {
        all.add(part);
      }
    } catch (IllegalArgumentException e) {
      throw new IOException("not base 64", e);
    }
    return all;
  }

  TlsProblem problem(String what) {
    return new TlsProblem(setting + ": " + path + " " + what);
  }
}
