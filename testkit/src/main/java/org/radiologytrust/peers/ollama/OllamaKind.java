package org.radiologytrust.peers.ollama;

/** Which server is imitated. The two versions of Ollama differ as they were measured. */
enum OllamaKind {
  /** With a runner of its own. */
  OLLAMA_0_24("0.24.0"),
  /** With llama.cpp's server inside. */
  OLLAMA_0_33("0.33.0"),
  VLLM("0.10.1"),
  LLAMA_SERVER("b6000-1a2b3c4d");

  final String version;

  OllamaKind(String version) {
    this.version = version;
  }

  static OllamaKind ollama(String version) {
    for (OllamaKind kind : values()) {
      if (kind.ollama() && kind.version.equals(version)) {
        return kind;
      }
    }
    throw new IllegalArgumentException("not measured: Ollama " + version);
  }

  boolean ollama() {
    return this == OLLAMA_0_24 || this == OLLAMA_0_33;
  }
}
