package org.radiologytrust.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.function.Supplier;
import javax.net.ssl.SSLSocketFactory;

/** Delegates to the current factory, because clients keep the factory that they were given. */
final class SwappableSocketFactory extends SSLSocketFactory {
  private final Supplier<SSLSocketFactory> now;

  SwappableSocketFactory(Supplier<SSLSocketFactory> now) {
    this.now = now;
  }

  @Override
  public String[] getDefaultCipherSuites() {
    return now.get().getDefaultCipherSuites();
  }

  @Override
  public String[] getSupportedCipherSuites() {
    return now.get().getSupportedCipherSuites();
  }

  @Override
  public Socket createSocket() throws IOException {
    return now.get().createSocket();
  }

  @Override
  public Socket createSocket(Socket over, String host, int port, boolean close) throws IOException {
    return now.get().createSocket(over, host, port, close);
  }

  @Override
  public Socket createSocket(String host, int port) throws IOException {
    return now.get().createSocket(host, port);
  }

  @Override
  public Socket createSocket(String host, int port, InetAddress local, int localPort)
      throws IOException {
    return now.get().createSocket(host, port, local, localPort);
  }

  @Override
  public Socket createSocket(InetAddress host, int port) throws IOException {
    return now.get().createSocket(host, port);
  }

  @Override
  public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort)
      throws IOException {
    return now.get().createSocket(host, port, local, localPort);
  }
}
