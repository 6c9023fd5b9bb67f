package org.radiologytrust.peers.ollama;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A cache that knows images by their placeholder alone, and never forgets. */
final class OllamaImageMix {
  /** What the cache goes by. */
  enum Key {
    /** It keeps images apart. */
    IMAGE,
    /** All that stands before the image's end, the image itself apart. */
    TEXT_BEFORE,
    /** The images' number: no text tells them apart. */
    NUMBER
  }

  private final Map<String, List<String>> kept = new ConcurrentHashMap<>();
  volatile Key key = Key.IMAGE;

  /** The images that the model looks at instead of the call's own, Base64. */
  List<String> seen(OllamaCall call) {
    List<String> own = call.images();
    if (key == Key.IMAGE || own.isEmpty()) {
      return own;
    }
    String before =
        key == Key.NUMBER
            ? ""
            : OllamaImageMemory.start(OllamaImageMemory.prompt(call))
                .replaceAll("\0[^\0]*\0", "<image>");
    return kept.computeIfAbsent(call.model() + "|" + own.size() + "|" + before, first -> own);
  }
}
