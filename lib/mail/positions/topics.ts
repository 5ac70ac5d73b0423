/** What a statement can be about. A rule asks for some of these near its words. */
export type Topic = 'migration' | 'compatibility' | 'guest' | 'switch' | 'call' | 'specification'

/** The words of each topic. */
export const TOPICS: Readonly<Record<Topic, RegExp>> = {
  /** A guest that moves between hosts, or is saved and restored. */
  migration:
    /\b(?:live[- ]?)?(?:non-?)?migrat(?:e[ds]?|ing|ions?|able|ability)\b|\bsave[ -](?:and[ -])?restore of (?:the )?guest|\bloadvm\b|\bvmstate\b|\bhw_compat/i,
  /** Old with new: interfaces that others rely on. */
  compatibility:
    /\b(?:in|back(?:wards?)?-?)?compatib(?:le|ility|ly)\b|\bcompat (?:propert|machine|level|mode)|\bABI\b|\buapi\b|\buser(?:-| )?space[- ](?:API|interface|visible)|\bbackwards?\b|\bregress(?:ion)? for users|\b(?:old|older|existing|previous|earlier|newer|pre-\d[\d.]*) (?:\w+ ){0,2}(?:qemus?|kernels?|guests?|hypervisors?|hosts?|user ?spaces?|machines?|machine (?:types?|versions?)|OSe?s?|distros?|distributions|programs?|applications?|binaries|L[012]s?|versions? of (?:qemu|the kernel|linux))\b|\bhw_compat|\bmachine (?:types?|versions?)\b/i,
  /** What a guest sees. */
  guest:
    /\b(?:present|expos|advertis|report|announc|visible|offer|communicat|propos|show)\w* (?:\w+ ){0,4}to (?:the |a |any |L[12] |nested |pseries |these )*(?:guests?|VMs?|L[12]s?)\b|\bguest[- ]visible\b|\bguests? (?:sees?|is told|are told|finds?|knows?|should|must|may|can(?:not)?|that)\b|\btell(?:s|ing)? the guest\b|\bnested guests?\b|\bguest OS\b|\bL[12] guests?\b|\bguest kernels?\b/i,
  /** What turns a feature on or off, or tells that it is there. */
  switch:
    /\bKVM_CAP_\w+|\bcap(?:abilit(?:y|ies))?\b|\bcap-[a-z][\w-]*|\bmachine (?:options?|propert(?:y|ies)|types?|versions?)\b|\bdevice[- ](?:tree )?(?:propert(?:y|ies)|type)\b|\bdevice[- ]tree\b|\b[\w.]*(?:dt-cpu-feature|hypertas)[\w.-]*|\boption vector\b|\bOV5\b|\bCAS\b/i,
  /** Calls between guest, kernel and QEMU. */
  call: /\bh(?:yper)?calls?\b|\bH_[A-Z][A-Z_]+\b|\bucalls?\b|\bioctls?\b|\bKVM_(?!CAP_)[A-Z_]{4,}\b|\bRTAS\b/i,
  /** What guests and hypervisors have agreed on. */
  specification: /\b(?:Lo|s)?PAPR\b|\bISA\b|\bPAPR\+|\bspec(?:ification)?s?\b|\barchitecture says\b/,
}

/** "Migration" of other things than guests: pages, code, threads. */
export const OTHER_MIGRATION =
  /\bpages?\b|\bpfns?\b|\bgfns?\b|\bvmas?\b|\bmemory ranges?\b|\bcallers?\b|\bdrivers?\b|\birqs?\b|\bthreads?\b|\btasks?\b|\bnew (?:API|function|helper)|\bmigrate_\w+|\bGPUs?\b|\bdevice memory\b|\bdevice[- ]private|\bmigration entr/i

/** One of the topics is named, as cheaply as can be told; most paragraphs name none. */
export const SOME_TOPIC =
  /migrat|compat|\bABI\b|uapi|user(?:-| )?space[- ](?:API|inter|visib)|user(?:-| )?space\b|qemu|backward|\bolder|machine[ s-]|guest[- ]visible|to the guest|guests? (?:sees?|should|must|is told|kernel)|nested guest|KVM_CAP|CAP_|capabilit|\bcap-|\bCAP\b|device[- ]t(?:ree|ype)|hypertas|option vector|OV5|h(?:yper)?call|\bH_[A-Z]|\bRTAS\b|PAPR|\bISA\b|the spec|PowerVM|phyp|\bNAC?K|concrete|set in stone|too late|late now|vmstate/i
