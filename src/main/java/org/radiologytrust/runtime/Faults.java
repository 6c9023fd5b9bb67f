package org.radiologytrust.runtime;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;

/**
 * What an exception of Java means, in words for people. The exception's own text is left out, since
 * it may quote data or an address, and so is its class, which says nothing to most readers.
 */
public final class Faults {
  /** The end of a message about an error that nobody foresaw; the log names the class. */
  public static final String INTERNAL = "an internal error; the log says more";

  private static final Map<Class<?>, String> FILE = new LinkedHashMap<>();

  /** What says most about the cause is first: exceptions of the network wrap each other. */
  private static final Map<Class<?>, String> PEER = new LinkedHashMap<>();

  static {
    FILE.put(NoSuchFileException.class, "it does not exist");
    FILE.put(AccessDeniedException.class, "this user has no right to it");
    FILE.put(NotDirectoryException.class, "it is not a folder");
    FILE.put(FileAlreadyExistsException.class, "something else has that name");
    FILE.put(CharacterCodingException.class, "it is not text in UTF-8");
    PEER.put(UnresolvedAddressException.class, "the name of the host is unknown");
    PEER.put(UnknownHostException.class, "the name of the host is unknown");
    PEER.put(NoRouteToHostException.class, "there is no route to the host");
    PEER.put(HttpTimeoutException.class, "no answer in time");
    PEER.put(SocketTimeoutException.class, "no answer in time");
    PEER.put(SSLException.class, "TLS failed: check the certificates of both sides");
    PEER.put(ConnectException.class, "nothing accepts connections there");
  }

  private Faults() {}

  /** Why a file or folder cannot be read or written. */
  public static String ofFile(IOException e) {
    // the system's own words, such as "No space left on device", without the name of the file
    String reason = e instanceof FileSystemException system ? system.getReason() : null;
    return known(FILE, List.of(e))
        .orElse(reason == null ? "the system could not read or write it" : reason);
  }

  /** Why a peer cannot be reached. */
  public static String ofPeer(Throwable e) {
    List<Throwable> chain = Stream.iterate(e, Objects::nonNull, Throwable::getCause).toList();
    return known(PEER, chain).orElse("the connection was lost");
  }

  private static Optional<String> known(Map<Class<?>, String> words, List<Throwable> chain) {
    return words.entrySet().stream()
        .filter(known -> chain.stream().anyMatch(known.getKey()::isInstance))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
