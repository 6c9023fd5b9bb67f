/** A real llama-server (llama.cpp), and the small pair of models for it. */
package org.radiologytrust.peers.llama;
