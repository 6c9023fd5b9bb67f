package org.radiologytrust.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.security.GeneralSecurityException;
import javax.net.ssl.SSLContext;

/** Speaks TLS before a peer that does not. */
public final class TlsRelay implements AutoCloseable {
  private final ServerSocket listener;
  private final URI peer;

  public TlsRelay(Authority.Issued certificate, URI peer)
      throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(certificate.managers(), null, null);
    this.peer = peer;
    this.listener =
        context
            .getServerSocketFactory()
            .createServerSocket(0, 50, InetAddress.getLoopbackAddress());
    daemon(this::accept);
  }

  /** The peer's address, but by https and of this. */
  public URI url() {
    return URI.create("https://127.0.0.1:" + listener.getLocalPort() + peer.getPath());
  }

  private interface Work {
    void run() throws IOException;
  }

  private static void daemon(Work work) {
    Thread thread =
        new Thread(
            () -> {
              try {
                work.run();
              } catch (IOException e) {
                // a side hung up
              }
            },
            "tls-relay");
    thread.setDaemon(true);
    thread.start();
  }

  private void accept() throws IOException {
    while (true) {
      Socket in = listener.accept();
      daemon(
          () -> {
            try (in;
                Socket out = new Socket(peer.getHost(), peer.getPort())) {
              daemon(
                  () -> {
                    try (in;
                        out) {
                      out.getInputStream().transferTo(in.getOutputStream());
                    }
                  });
              in.getInputStream().transferTo(out.getOutputStream());
            }
          });
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
