import type { FoundPosition } from '../../model/index.ts'
import type { Topic } from './topics.ts'

/**
 * A form of sentence in which people take a position. To change what is found, change the rules: no code depends on one.
 * A rule finds a sentence if `pattern` is in it, one of the topics `about` is there too, and nothing of `unless` is.
 * The examples are tried by the tests: each of `matches` has to be found by this rule, none of `misses`.
 */
export interface PositionRule {
  readonly id: string
  /** What somebody who writes so says, in one line. */
  readonly means: string
  readonly kind: FoundPosition['kind']
  readonly stance: FoundPosition['stance']
  /** In one sentence on one line; gaps are bounded, so that it takes no long time on any text. */
  readonly pattern: RegExp
  /** One of these is in the sentence, or it names a record. Empty: the pattern says enough. */
  readonly about: readonly Topic[]
  /** The topic may be elsewhere in the paragraph. */
  readonly near?: 'paragraph'
  readonly unless?: RegExp
  readonly matches: readonly string[]
  readonly misses: readonly string[]
}

const MUST = `(?:must|should|shall|ha(?:s|ve) to|needs? to|ought to|shouldn't|mustn't|can't|cannot|can not|is (?:not )?(?:required|allowed|expected) to|required)`
const OLD = String.raw`(?:old(?:er)?|existing|previous|earlier|prior|pre-\d[\d.]*)`
const PARTY = `(?:q?emus?|kernels?|guests?|hypervisors?|hosts?|user ?spaces?|machines?|machine (?:types?|versions?)|distros?|distributions|programs?|applications?|L[012]s?|OSe?s?|VMs?)`
const USER = String.raw`(?:user[- ]?space|qemu|the user|the admin\w*|management(?: software| layer)?|libvirt|the VMM)`

/** The inside of the kernel, the patch or its text, not what others see. */
const INTERNAL =
  /\bcommit (?:message|log)|\bchangelog\b|\bdescription\b|\bdocument|\btest(?:ed|s|ing)?\b|\bselftests?\b|\btypo\b|\bheaders?\b|\bstats?\b|\bpatch(?:es)?\b|\bhandle[rd]?s?\b|\bfunctions?\b|\bhelpers?\b|\bcode\b|\bpages?\b|\breal[- ]mode|\block|\bseries\b|\breturn value|\brace\b|\btrap\b|\bvcpu->|\bperformance\b|\bsysfs\b|\bnaming\b|\bsanity\b|\breduces?\b|\bnumber of\b/i

/** All of them. Where several find a sentence, the first of them says of what kind it is. */
export const RULES: readonly PositionRule[] = [
  {
    id: 'question',
    means: 'Asks whether guests, user space or migration are affected, or what is to be done about them.',
    kind: 'question',
    stance: 'question',
    pattern:
      /\b(?:should|shouldn't|does (?:this|that|it) mean|is (?:this|that|it)|are (?:we|you)|would|will|can|could|why|what|how|which|do we|does it make sense|may|might)\b.{0,160}\?$|\bI am wondering\b|\bplease (?:suggest|advise)\b|\bhow to go about\b|\bI guess (?:that|the question)\b.{0,60}\b(?:also )?(?:needs?|whether)\b|\bI guess that also needs\b/i,
    about: ['migration', 'compatibility', 'switch'],
    unless:
      /\bpages?\b|\bpatch(?:es|set)?\b|\bseries\b|\bcompile|\bfunction|\bmacro|\block|\bspelling|\bcommit\b|\bstats?\b|\bvma\b|\bdrivers?\b|\bselftest|\bmemslot|\bTHP\b|\blicen[cs]e/i,
    matches: ['Should the device tree say so?', 'Is there an application that would break if the ABI changed?'],
    misses: ['Can you split the patch?', 'How are you?'],
  },
  {
    id: 'nak',
    means: 'Refuses a change.',
    kind: 'objection',
    stance: 'against',
    pattern: /\bNAC?K(?:ed)?\b/,
    about: ['migration', 'compatibility', 'guest', 'switch', 'call'],
    near: 'paragraph',
    unless: /\bNAK(?:ed-by|s? (?:bit|packet|response|interrupt))|\bACK\/NAK/,
    matches: ['So NAK on dropping the hypercall.', 'NAK, this is user ABI.'],
    misses: ['The controller answers with a NAK bit.', 'NAK, the loop never ends.'],
  },
  {
    id: 'breaks',
    means: 'A change breaks, or is broken for, those who rely on what is there.',
    kind: 'objection',
    stance: 'against',
    pattern: new RegExp(
      String.raw`\b(?:break(?:s|ing)?|broken?|regress\w*|disrupts?|crash(?:es)?|surprises?|fails?|IO errors)\b.{0,60}\b(?:ABI|user ?space|migrat\w+|compatib\w+|${OLD} (?:\w+ )?${PARTY}|guest ABI|uapi|existing users?)\b|\b(?:ABI|user ?space|migrat\w+|compatib\w+|${OLD} (?:\w+ )?${PARTY})\b.{0,60}\b(?:would|will|could|may|might|to|be|is|are) (?:now )?(?:(?:be )?broken?|break|fail|regress)\b`,
      'i',
    ),
    about: ['migration', 'compatibility'],
    unless:
      /(?:\b(?:not|without|never|no longer|avoid\w*|fix(?:es)?)|n't) (?:\w+ ){0,2}(?:break|regress)|\bbuild\b|\bpage migration|\bcompile|\bbreak point|\bpages?\b/i,
    matches: ['That would break migration from older QEMU.', 'Existing userspace programs that worked would now be broken.'],
    misses: ['This does not break userspace.', 'It breaks the build of the compatibility code.', 'The loop breaks early.'],
  },
  {
    id: 'breaks-nothing',
    means: 'A change leaves those who rely on what is there alone.',
    kind: 'promise',
    stance: 'for',
    pattern: new RegExp(
      String.raw`(?:\b(?:not|without|never|nothing|no)|n't) (?:\w+ ){0,3}(?:break|breaking|breakage|breaks|affect|affecting|impact|change|alter|regress\w*)\b.{0,60}\b(?:ABI|API|user ?space|migration|compatib\w+|${OLD} (?:\w+ )?${PARTY}|uapi|existing users?)\b|\b(?:ABI|user ?space|migration|${OLD} (?:\w+ )?${PARTY}) (?:is|are|stays?|remains?) (?:un(?:changed|affected)|compatible|supported)`,
      'i',
    ),
    about: ['migration', 'compatibility', 'call', 'guest'],
    unless: /\bcommit\b.{0,40}\bbroke\b|\bpage/i,
    matches: ['This does not break existing userspace.', "It doesn't alter the hcall's API.", 'Older guests are unaffected by the new capability.'],
    misses: ['That would break userspace.', 'Nothing changes in the build.'],
  },
  {
    id: 'late-to-change',
    means: 'An interface is out and cannot be changed any more, or soon cannot.',
    kind: 'objection',
    stance: 'against',
    pattern:
      /\b(?:too late|bit late|late now) (?:now )?to (?:re)?(?:name|introduce|change|define|add|fix|move|drop|remove)\w*|\bset in (?:concrete|stone)\b|\bpart of the (?:guest |user |kernel )?(?:ABI|uapi|userspace API)\b/i,
    about: [],
    unless: /\btoo late to (?:add|fix) (?:the |this |a )?(?:patch|typo|tag)/i,
    matches: ['Too late to rename the property now.', 'Let us change the ABI before it is set in stone.', 'That makes the path part of the ABI.'],
    misses: ['It is late, I will look tomorrow.', 'The ABI has eight parts.'],
  },
  {
    id: 'stays',
    means: 'Something keeps its form because others rely on it.',
    kind: 'promise',
    stance: 'for',
    pattern:
      /\b(?:(?:will|can|may|must|should|does|do) (?:never|not) (?:ever )?change|always be (?:backwards? )?compatible|(?:is|are) (?:still|always) (?:supported|accepted|valid|available)|(?:stays?|remains?|kept|keep(?:s|ing)?|continues?) (?:to be |it |them |\w+ ){0,4}(?:supported|as (?:is|it is|they are|aliases)|unchanged|stable|compatible|working|reporting|exist\w*|available|the (?:same|status quo))|not going to (?:change|go away|be removed)|(?:do(?:es)?n't|do not|not) (?:propose|plan|intend|want) to (?:remove|change|drop|break))\b/i,
    about: ['compatibility', 'guest', 'switch', 'call', 'specification'],
    unless: /\b(?:lock|pointer|variable|function|refcount|preempt|order(?:ing)?|alignment|mmu|page|cache|stack|code|comment|patch|caller|stat)s?\b/i,
    matches: [
      'The nested interface of today is still supported by the hypercall.',
      'The layout of the hypercall will never change.',
      'I do not propose to remove the capability from QEMU.',
    ],
    misses: ['The lock is still available to the caller.', 'The weather will not change.'],
  },
  {
    id: 'uapi-keep',
    means: 'A name or form is kept since user space has it.',
    kind: 'promise',
    stance: 'against',
    pattern:
      /\b(?:keep|leave|kept|left)\b.{0,50}\b(?:uapi|ABI|user ?space|compatib\w+|alone, but deprecated)\b|\b(?:because|since|as) (?:it|this|that|they)(?:'s| is| are|'re) (?:\w+ )?(?:uapi|ABI)\b|\buapi so\b/i,
    about: [],
    unless: /\b(?:in|to|from|include) (?:the )?uapi (?:header|dir)|\?$/i,
    matches: ['Keep it as it is because it is uapi.', 'The constant is left alone for compatibility.'],
    misses: ['Move the macro to the uapi header.', 'Keep the lock.'],
  },
  {
    id: 'migration-fails',
    means: 'A guest cannot be moved, or not to everywhere.',
    kind: 'objection',
    stance: 'against',
    pattern:
      /\b(?:cannot|can't|can not|won't|not be able|unable|fails?|failing|prevents?|preventing|blocks?|blocking|impossible|interferes?|problem|bad|troublesome|annoying|downtime|not allow\w*)\b.{0,70}\b(?:migrat(?:e|ed|ing|ion|able)|migration target)\b|\bmigrat(?:e|ed|ing|ion|able)\b.{0,90}\b(?:cannot|can't|won't|not be able|unable|fails?|crash\w*|impossible|troublesome|be bad|not possible|does ?n[o']t (?:support|have|provide|implement)|will not|not allow)\b/i,
    about: [],
    unless:
      /\bpages?\b|\bpfns?\b|\bgfns?\b|\bthreads?\b|\bmigration entr|\bmigrate_|\bdevice[- ]private|\bkvm-unit-tests\b|\bdriver\b|\bfirst bad\b|\bcallers?\b|\brefcount|\bnode\b|\bncat\b/i,
    matches: [
      'A guest started on the newer one cannot be migrated back.',
      'A guest that was migrated to such a host would crash there; it does not support it.',
    ],
    misses: ['The page cannot be migrated.', 'migrate_vma() fails here.'],
  },
  {
    id: 'migration-needs',
    means: 'What has to hold so that guests can be moved.',
    kind: 'requirement',
    stance: 'condition',
    pattern: new RegExp(
      String.raw`\b${MUST}\b.{0,90}\bmigrat(?:e|ed|es|ing|ion|able)\b|\bmigrat(?:e|ed|es|ing|ion|able)\b.{0,90}\b(?:${MUST}|expect|ensure|allows? us)\b|\b(?:legitimately |people )expect\b.{0,60}\bmigrat\w+|\ballows? (?:us )?to migrate\b|\bfor migration purposes\b|\bmigrat(?:e|ed|ing|ion) (?:\w+ ){0,5}(?:in)?to (?:a|an|any|another|other|older?|the target|the destination|hosts?|all|across) (?:\w+ ){0,3}(?:hosts?|hypervisors?|kernels?|qemus?|machines?|systems?)`,
      'i',
    ),
    about: [],
    unless:
      /\bpages?\b|\bpfns?\b|\bgfns?\b|\bvmas?\b|\bthreads?\b|\bmigration entr|\bmigrate_|\bdevice[- ]private|\bcallers?\b|\bdrivers?\b|\bto the new\b|\bnew API\b|\bunit-tests?\b|\brefcount|\bmemory ranges?\b|\bnode\b|\bGPUs?\b|\bdevice memory\b|\barchitectures?\b|\bdevm\b|\bHMM\b/i,
    matches: ['This state has to be migrated.', 'It allows us to migrate the guest between all hosts.', 'The guest may be migrated to a host that has it off.'],
    misses: ['The page must be migrated first.', 'All callers should be migrated to the new function.'],
  },
  {
    id: 'machine-types',
    means: 'What machine types get, the old ones and the new ones.',
    kind: 'decision',
    stance: 'condition',
    pattern: new RegExp(
      String.raw`\b(?:${OLD}|new(?:er)?|current|all|each|every|prior|\d\.\d) (?:[\w.-]+ ){0,2}machine(?:s\b| types?\b| versions?\b)|\bmachines? (?:types? |versions? )?(?:prior to|before|older than|since|from|up to) \d|\bpre-\d[\d.]* machine|\bhw_compat|\bcompat propert|\b${OLD} (?:pSeries|pseries|pc|virt|spapr) machine`,
      'i',
    ),
    about: [],
    unless: /\blarge machines|\bNUMA\b|\bP\d machines|\ball machines (?:I|we|tested)|\btest(?:ed|s)? on\b|^-? ?(?:v\d|Rebased?|Add(?:ed)? a test)/i,
    matches: ['Default is off on all new machine types, on for those before 4.2.', 'It is set by hw_compat for the older ones.'],
    misses: ['Tested on older machines with 4 sockets.', 'A machine check on the host.'],
  },
  {
    id: 'host-not-guest',
    means: 'What a host can do is not what its guests get.',
    kind: 'requirement',
    stance: 'against',
    pattern:
      /\b(?:just because|does not mean|doesn't mean|as little as possible|not (?:automatically|necessarily|come from|follow from|depend on))\b.{0,120}\b(?:host|guests?|capabilit\w+)\b/i,
    about: ['guest', 'switch', 'migration', 'compatibility'],
    unless: /\b(?:build|compile|config)\b/i,
    matches: ['We want as little as possible of what the guest sees to come from host capabilities.'],
    misses: ['It does not mean that the build is broken.'],
  },
  {
    id: 'default',
    means: 'Whether something is on or off for those who say nothing.',
    kind: 'decision',
    stance: 'condition',
    pattern:
      /\b(?:dis|en)abled by default\b|\bby[- ]default (?:\w+ ){0,4}(?:dis|en)abled|\b(?:default[- ](?:is |will be |to |of |value )?"?(?:on|off)\b)|\bdefault[- ]enabled\b|\b(?:is|be|are|stay) (?:set (?:as |to ).{0,20})?(?:off|on|enabled|disabled|"on"|"off") by default|\bby default,? .{0,40}(?:"?off"?|"?on"?|dis\w+|en\w+)\b|\bthe default (?:behaviou?r )?(?:is|will be|to date|would be)\b|\(default\)/i,
    about: ['switch', 'call', 'guest', 'migration', 'compatibility', 'specification'],
    near: 'paragraph',
    unless: /\bCONFIG_|\bKconfig\b|\bdefconfig\b|\bboot option\b|\bkernel (?:command ?line|parameter)|\bgcc\b|\bmodule param/i,
    matches: ['The capability is by default disabled even where the CPU has it.', 'The machine property is off by default.'],
    misses: ['CONFIG_KVM is enabled by default.', 'The default stack size is 16k.'],
  },
  {
    id: 'user-space-decides',
    means: 'User space, not the host, decides what the guest gets.',
    kind: 'requirement',
    stance: 'condition',
    pattern: new RegExp(
      String.raw`\b(?:enabled|permitted|controlled|set|turned on|requested|opted[- ]in|configured|queried|checked|handled) (?:explicitly |only |manually |and \w+ )?by ${USER}\b|\b${USER} (?:\([^)]{1,20}\) )?(?:(?:would|will|has|wants?|should|needs?|must|can|may|to|also|either|then|itself|have|be able|explicitly|conditionally|manually|a way) ){0,5}(?:enables?|querys?|query|queries|opts?|controls?|check|decide|consult|permit|turn on|find out|request|configures?|allow to set|set up)\b|\bexplicitly (?:been )?(?:permitted|enabled|allowed)\b|\bby having ${USER} (?:consult|ask|check|enable)|\bopted in\b|\bQEMU (?:wants|needs) (?:to be able )?to control\b|\ballow ${USER} to\b`,
      'i',
    ),
    about: ['switch', 'call', 'guest', 'migration', 'compatibility'],
    near: 'paragraph',
    unless: /\bstats?\b|\bstatistics\b|\bdebugfs\b|\bdirty log|\bhot-?plug|\bbreakpoint|\bunit-tests?\b|\bguest[- ]debug/i,
    matches: [
      'The capability has to be enabled by userspace.',
      'QEMU will want to control whether the guest sees the hypercall.',
      'Userspace can query the capability to find out.',
    ],
    misses: ['The ioctl is called by userspace.', 'Userspace can read the stats by this ioctl.'],
  },
  {
    id: 'only-where',
    means: 'Under which condition something is offered.',
    kind: 'decision',
    stance: 'condition',
    pattern:
      /\b(?:only|not) (?:be )?(?:report|advertis|expos|present|available|enabled?|offer|support|propos|visible|creat)\w* (?:\w+ ){0,5}(?:if|when|for|on|where|by|to|in|until|unless)\b|\b(?:report|advertis|expos|present|available|enabled?|offer|support|propos|visible)\w* (?:\w+ ){0,5}only (?:\w+ ){0,3}(?:if|when|for|on|where|by|to|in|after)\b|\bis (?:not created|conditional(?:ly)?)\b|\b(?:capability|cap|extension|KVM_CAP_\w+)\b.{0,40}\breturns? (?:true|false|0|1)\b|\breturn true iff\b|\bonly if\b.{0,60}\b(?:capabilit|KVM_CAP|device[- ]tree|firmware|OPAL|qemu)/i,
    about: ['switch', 'call'],
    unless:
      /\bCONFIG_\w|\b\w+->\w|\bMSRs?\b|\bonly reachable|\bStill lacking|\bstats?\b|\bdirty\b|\bused by\b|\bdebugfs\b|\bselftests?\b|\bonly used\b|\bTested\b|\bstats_fd\b|\bSTATS\b/i,
    matches: ['The capability is only reported if the firmware has the calls.', 'Enabling the hypercall is conditional to the machine capability.'],
    misses: ['This function is only used by the hcall handler.', 'It is only set if the lock is held.'],
  },
  {
    id: 'new-capability',
    means: 'Something becomes a capability, or an option of the machine, of its own.',
    kind: 'decision',
    stance: 'for',
    pattern:
      /\b(?:introduc|add|enabl|defin|creat|implement|propos)\w* (?:an? |the |support for )?(?:new |VM |kvm |machine |read-only |writable |KVM_CAP_\w+ |cap-\S+ ){0,3}(?:capability|KVM_CAP_\w+|CAP_[A-Z]\w+|machine option|machine property|cap-\w\S*)\b|\bdevice (?:type )?of its own\b|\bseparate device[- ]type\b|\b(?:its own|new|separate) device[- ]type\b/i,
    about: [],
    unless:
      /\bselftests?\b|\b(?:ND_\w+|ACPI|PCI|iommu|CHERI|PMU|BIN\w*STATS|STATS_BIN\w*) ?(?:capability|capabilities)|\bcapability (?:of|check|helper|bits? in)\b|\bselftest|\bdocument\w*\b|\bSTATS\b|\bstats?\b/i,
    matches: ['This adds a new capability to control it.', 'Introduce KVM_CAP_PPC_SPARKLE which QEMU can use.', 'I propose a new device type for it.'],
    misses: ['Add a helper to read the capability of the PCI device.', 'Add documentation of capabilities.'],
  },
  {
    id: 'announces',
    means: 'How guest or user space learns that something is there.',
    kind: 'decision',
    stance: 'report',
    pattern:
      /\b(?:capabilit(?:y|ies)|KVM_CAP_\w+|propert(?:y|ies)|device[- ]tree|dt-cpu-feature)\b.{0,60}\b(?:(?:to|which|that|can be used|used) (?:\w+ ){0,3}(?:indicat\w+|inform\w*|tell\w*|query|know|determine|advertis\w+|announc\w+|check)|(?:only )?(?:indicates|informs|tells|advertises|announces|says)|present (?:for|on|only|if))|\b(?:indicat|inform|advertis|announc|convey|publish|determin|express)\w*\b.{0,60}\b(?:via|by|in|from|through|using|as|with)\b.{0,30}\b(?:capabilit(?:y|ies)|KVM_CAP_\w+|device[- ]tree|dt-cpu-feature|hypertas\S*|machine property|property|OV5|option vector)\b|\b(?:availability|support)\b.{0,50}\bis (?:determined|indicated|advertised|detected|discovered)\b|\bindicate the (?:presence|support|availability)\b|\bprovide a capability\b/i,
    about: ['switch', 'call', 'guest'],
    unless: /\bselftests?\b|\bstats?\b|\bstatistics\b|\bKVM_CHECK_EXTENSION, which\b|\bRISC-V ISA\b|\bbadblocks\b/i,
    matches: ['Add a capability to indicate that the hypercall is there.', 'The need to flush is conveyed in a device tree property.'],
    misses: ['This indicates a bug in the hypercall handler.'],
  },
  {
    id: 'withdrawn',
    means: 'Something is no longer offered, or will not be.',
    kind: 'decision',
    stance: 'against',
    pattern:
      /\b(?:(?:stops?|no longer|never|not|won't|don't|do not|doesn't)\b (?:be )?(?:advertis|expos|announc|offer|propos)|(?:stops?|no longer)\b (?:be )?(?:report|support))\w*\b|\b(?:advertis|expos|report|announc|offer)\w* (?:it )?(?:no longer|any ?more)\b|\b(?:capability|hcall|hypercall|KVM_CAP_\w+|H_[A-Z_]+)\b.{0,60}\b(?:deprecated|withdrawn|removed|dropped)\b/i,
    about: ['switch', 'call', 'guest'],
    unless:
      /\bstats?\b|\bfunctions? (?:is|are)\b|\bhandlers?\b|\bcompiler\b|\bwarning\b|\berror\b|\bnot (?:supported|reported) (?:error|by)\b|\bEOPNOTSUPP|\bENOTSUP|\bassert|\bselftest/i,
    matches: ['KVM stops advertising the capability on newer CPUs.', 'The hypercall will be deprecated with the next one.'],
    misses: ['The error is not reported to the caller.'],
  },
  {
    id: 'guest-must-see',
    means: 'What a guest has to find, or must not.',
    kind: 'requirement',
    stance: 'condition',
    pattern:
      /\b(?:guests?|VMs?|SVM kernel|L[12]|OS)\b.{0,50}\b(?:must|should|shall|ought to)\b(?! be (?:split|moved|renamed|fixed|safe|ok|okay|fine)).{0,80}|\b(?:hide|prevent advertising|forc(?:e|ed|ing)|advertis\w+|expos\w+|propos\w+|report(?:ed|s)?) .{0,60}\bto the (?:guest|host|L[12])\b/i,
    about: ['switch', 'specification', 'compatibility', 'migration'],
    unless: /\btest(?:ed|s|ing)?\b|\bpages?\b|\bmemory\b|\bslots?\b|\bregisters?\b|\bstats?\b|\bselftest|\bhot-?plug|\bdo(?:es)? not matter/i,
    matches: [
      'In that mode the guest should ask for the old one by the device tree.',
      'Only the smaller sizes are reported to the guest, as its machine property says.',
    ],
    misses: ['The guest page should be moved.', 'The guest should boot now.'],
  },
  {
    id: 'interface-must',
    means: 'How an interface that others rely on has to be.',
    kind: 'requirement',
    stance: 'condition',
    pattern: new RegExp(
      String.raw`\b(?:${MUST}|better to|want(?:s)?|would like|I'd like|prefer|expected)\b.{0,80}\b(?:ABI|uapi|capability|KVM_CAP_\w+|PAPR|the spec|same hypercall)\b|\b(?:ABI|uapi|capability|KVM_CAP_\w+|PAPR)\b.{0,60}\b(?:must|should|shall|ought to|has to|have to|needs to|expects?)\b(?! be (?:split|moved|renamed|fixed|safe|ok|okay|fine)| (?:have|go) been?)`,
    ),
    about: [],
    unless: INTERNAL,
    matches: ['We want to offer the same hypercall on both.', 'I would like the same meaning of the capability everywhere.'],
    misses: ['The capability check should move to a helper.', 'Please describe the capability in the commit message; it should be there.'],
  },
  {
    id: 'call-must',
    means: 'Who has to make, or to answer, a call between guest, kernel and hypervisor, and how.',
    kind: 'requirement',
    stance: 'condition',
    pattern:
      /\b(?:guests?|L[012]|qemu|user ?space|hypervisors?|hosts?|PowerVM|phyp|ultravisor|nested\w* host|VMs?|should not be|shouldn't be|must not be)\b.{0,50}\b(?:must|should|shall|cannot|can't|ought to|has to|need(?:s)? to|expects?|to enable|unconditionally)\b.{0,60}\b(?:h(?:yper)?calls?|H_[A-Z][A-Z_]{3,}|GSB|by (?:a |the )?\w+ host)\b|\b(?:h(?:yper)?calls?|H_[A-Z][A-Z_]{3,})\b.{0,60}\b(?:must|should|shall|ought to)(?: not)? (?:only )?be (?:advertised|enabled|called|exposed|offered|made|disabled|announced|reserved)\b|\bargs\[\d\] should\b/i,
    about: [],
    unless: INTERNAL,
    matches: [
      'A host of the second kind must not make this hypercall; L1 should not make the hcall either.',
      'The hypercall should only be enabled on request.',
    ],
    misses: ['The hypercall handler should take the lock.', 'It should not be setting the trap if it did not handle the hcall.'],
  },
  {
    id: 'old-with-new',
    means: 'How old and new versions get along.',
    kind: 'decision',
    stance: 'condition',
    pattern: new RegExp(
      String.raw`\b(?:${OLD}|newer) (?:\w+ )?(?:${PARTY}|versions?|layouts?|API|interface|clients?)\b.{0,80}\b(?:still|works?|continues?|supports?|understands?|accepts?|cope|behaves?|ignores?|handles?|unaffected|only|because)\b|\b(?:understand|support|accept|cope with|behave like|work with|behaves like) (?:an? |the )?(?:${OLD}) (?:\w+ )?(?:${PARTY}|versions?|layouts?|API|interface)\b|\bbackwards?[- ]?compatib\w+|\bversion (?:mismatch|negotiation)\b|\b(?:L[012]|hypervisor|guest|qemu|host)\b.{0,30}\bversion [<>!=]+`,
      'i',
    ),
    about: [],
    unless:
      /\bcompilers?\b|\bgcc\b|\bbinutils\b|\btoolchain|\bold(?:er)? versions? of (?:the|this) (?:patch|series)|\bprevious version\b|\bearlier version|\btested\b|\bcommit\b|\?$/i,
    matches: ['An older kernel still works with it.', 'The header is backward compatible.', 'The host can be taught to accept older layouts.'],
    misses: ['An earlier version of this patch only had one test.', 'Old compilers still warn.'],
  },
  {
    id: 'as-specified',
    means: 'What was agreed on between guests and hypervisors has to be followed.',
    kind: 'requirement',
    stance: 'for',
    pattern:
      /\b(?:stick to|conform\w*|compl(?:y|iant|iance)|contrary to|violat\w+|deviat\w+|match(?:es|ing)?|follow(?:s|ing)?) (?:to |with |the |what |from |of |\w+ ){0,4}(?:spec(?:ification)?s?|PAPR\+?|ISA|architecture|PowerVM(?: behaviou?r)?|phyp)\b|\b(?:same|different) (?:interface )?as (?:PowerVM|PAPR|phyp)|\brequired (?:in|by) (?:the )?(?:Lo)?PAPR\b/i,
    about: [],
    unless: /\bcoding|\bstyle\b|\bname|\bsection\b|\bdocument|\bsee\b/i,
    matches: ['I think it is better to stick to the spec.', 'Otherwise the guest gets interrupts contrary to the ISA.'],
    misses: ['Follow the coding style that the spec file has.'],
  },
  {
    id: 'interface-break',
    means: 'An interface changes in a way that user space or the other side sees.',
    kind: 'decision',
    stance: 'report',
    pattern:
      /\b(?:break|breaks|broke|had to break) (?:\w+ )?compatibility\b|\buser ?space[- ]visible (?:change|effect|difference)|\bguest[- ]visible (?:change|effect|difference)|\bnot compatible with (?:the )?(?:old|previous|existing|earlier|v1)|\bnew (?:hcall|hypercall) (?:would be|is) (?:the way|needed|required)|\ba new (?:hcall|hypercall|CAP|capability) (?:\w+ )?(?:would|could|can|should)\b/i,
    about: [],
    unless: /\bno (?:user ?space|guest)[- ]visible|\bwithout (?:any )?(?:user ?space|guest)/i,
    matches: ['The second API had to break compatibility.', 'I know that this is a userspace visible change.'],
    misses: ['There is no userspace visible change.', 'Do not break the line.'],
  },
]
